package io.certvigil.model;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a credential may read a list; the later, the less one would have it. */
public enum Permission {
  READABLE("readable"),
  NOT_IN_PLAN("not in the plan"),
  NEVER_TRIED("never tried"),
  NO_ANSWER("no answer"),
  FORBIDDEN("forbidden");

  /** How the API says with a 403 that it is the plan, and no permission, that is missing. */
  private static final Pattern PLAN =
      Pattern.compile("code (1403|1450):|\\bnot[ _](entitled|granted|enabled)\\b");

  private final String description;

  Permission(String words) {
    this.description = words;
  }

  /**
   * What the answer to an attempt says about permission.
   *
   * @param fault why it failed; null where it did not
   */
  public static Permission of(@Nullable Fault fault) {
    return fault == null
        ? READABLE
        : switch (fault.reason()) {
          case UNAUTHORIZED, FORBIDDEN ->
              PLAN.matcher(fault.detail()).find() ? NOT_IN_PLAN : FORBIDDEN;
          // There is no such list here: the plan lacks it, or nobody has switched it on.
          case HTTP_4XX -> NOT_IN_PLAN;
          case RATE_LIMITED, HTTP_5XX, TIMEOUT, NETWORK, MALFORMED, INCOMPLETE, STORE -> NO_ANSWER;
        };
  }

  /** For people. */
  public String description() {
    return description;
  }

  /** For programs, such as {@code not_in_plan}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.certvigil.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a credential may read a list, ordered from best to worst. */
public enum Permission implements WordedEnum {
  READABLE("readable"),
  NOT_IN_PLAN("not in the plan"),
  NEVER_TRIED("never tried"),
  NO_ANSWER("no answer"),
  FORBIDDEN("forbidden");

  /** What the API answers with a 403 if the plan, not a permission, is missing. */
  private static final Pattern PLAN =
      Pattern.compile("code (1403|1450):|\\bnot[ _](entitled|granted|enabled)\\b");

  private final String description;

  Permission(String words) {
    this.description = words;
  }

  /**
   * What the result of an attempt says about the permission.
   *
   * @param fault why it failed; null if it succeeded
   */
  public static Permission of(@Nullable Fault fault) {
    return fault == null
        ? READABLE
        : switch (fault.reason()) {
          case UNAUTHORIZED, FORBIDDEN ->
              PLAN.matcher(fault.detail()).find() ? NOT_IN_PLAN : FORBIDDEN;
          // The list does not exist here: the plan does not include it, or the feature is not
          // enabled.
          case HTTP_4XX -> NOT_IN_PLAN;
          case RATE_LIMITED, HTTP_5XX, TIMEOUT, NETWORK, MALFORMED, INCOMPLETE, STORE -> NO_ANSWER;
        };
  }

  /** For people. */
  public String description() {
    return description;
  }
}

package io.certvigil.web.site;

import io.certvigil.policy.Health;
import java.util.Locale;

/** How one list can be read, what a person must look at first. */
public enum ListState {
  FAILING("critical"),
  FORBIDDEN("warning"),
  GONE("warning"),
  NOT_IN_PLAN("none"),
  NOT_TRIED("none"),
  READABLE("ok");

  private final String style;

  ListState(String style) {
    this.style = style;
  }

  public String style() {
    return style;
  }

  /** Such as {@code not_tried}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static ListState of(Health one) {
    if (one.goneSince() != null) {
      return GONE;
    }
    return switch (one.permission()) {
      case FORBIDDEN -> FORBIDDEN;
      case NOT_IN_PLAN -> one.neverPermitted() ? NOT_IN_PLAN : FAILING;
      case NO_ANSWER -> FAILING;
      case NEVER_TRIED -> NOT_TRIED;
      case READABLE -> READABLE;
    };
  }
}

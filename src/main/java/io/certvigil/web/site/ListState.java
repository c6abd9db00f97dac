package io.certvigil.web.site;

import io.certvigil.model.WordedEnum;
import io.certvigil.policy.Health;

/** Whether a list can be read; the states that need attention come first. */
public enum ListState implements WordedEnum {
  FAILING("critical", "failing"),
  FORBIDDEN("warning", "permission denied"),
  GONE("warning", "no longer found"),
  NOT_IN_PLAN("none", "not in plan"),
  NOT_TRIED("none", "not read yet"),
  READABLE("ok", "readable");

  private final String style;
  private final String label;

  ListState(String style, String label) {
    this.style = style;
    this.label = label;
  }

  public String style() {
    return style;
  }

  /** As pages show it, such as {@code permission denied}. */
  public String label() {
    return label;
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

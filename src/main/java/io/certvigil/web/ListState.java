package io.certvigil.web;

import io.certvigil.model.Permission;
import io.certvigil.policy.Health;
import java.util.Locale;

/** How one list can be read, what a person must look at first. */
enum ListState {
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

  String style() {
    return style;
  }

  /** Such as {@code not_tried}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ListState of(Health one) {
    if (one.goneSince() != null) {
      return GONE;
    }
    var fault = one.fault();
    if (fault != null) {
      return switch (Permission.of(fault)) {
        case FORBIDDEN -> FORBIDDEN;
        case NOT_IN_PLAN -> one.neverPermitted() ? NOT_IN_PLAN : FAILING;
        case READABLE, NEVER_TRIED, NO_ANSWER -> FAILING;
      };
    }
    return one.attemptedAt() == null ? NOT_TRIED : READABLE;
  }
}

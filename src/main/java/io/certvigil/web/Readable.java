package io.certvigil.web;

import io.certvigil.model.Reason;
import io.certvigil.policy.Health;
import java.util.Locale;

/** How one list can be read, what a person must look at first. */
enum Readable {
  FAILING("critical"),
  FORBIDDEN("warning"),
  GONE("warning"),
  NOT_TRIED("none"),
  READABLE("ok");

  private final String style;

  Readable(String style) {
    this.style = style;
  }

  String style() {
    return style;
  }

  /** Such as {@code not_tried}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Readable of(Health one) {
    if (one.goneSince() != null) {
      return GONE;
    }
    var fault = one.fault();
    if (fault != null) {
      boolean refused = fault.reason() == Reason.FORBIDDEN || fault.reason() == Reason.UNAUTHORIZED;
      return refused ? FORBIDDEN : FAILING;
    }
    return one.attemptedAt() == null ? NOT_TRIED : READABLE;
  }
}

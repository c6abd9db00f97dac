package io.certvigil.policy;

import java.util.Locale;

/** Why an alert ended. */
enum Resolution {
  RENEWED,
  EXPIRY_CORRECTED,
  SUPERSEDED,
  REMOVED,
  REVOKED,
  NOT_IN_USE,
  UNWATCHED,
  RUNGS_CHANGED;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

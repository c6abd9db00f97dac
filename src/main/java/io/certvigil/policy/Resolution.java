package io.certvigil.policy;

import io.certvigil.model.Certificate;
import io.certvigil.model.WordedEnum;
import java.util.Locale;
import java.util.Optional;

/** Why an alert was resolved. */
enum Resolution implements WordedEnum {
  RENEWED,
  EXPIRY_CORRECTED,
  SUPERSEDED,
  REMOVED,
  REVOKED,
  NOT_IN_USE,
  UNWATCHED,
  RUNGS_CHANGED,
  HANDED_OVER;

  /** Why a certificate with this status is not alerted; empty if it is. */
  static Optional<Resolution> byStatus(Certificate certificate) {
    return switch (certificate.status().toLowerCase(Locale.ROOT)) {
      case "revoked", "deleted" -> Optional.of(REVOKED);
      case "backup_issued" -> Optional.of(NOT_IN_USE);
      case "disabled" ->
          Boolean.FALSE.equals(certificate.inUse()) ? Optional.of(NOT_IN_USE) : Optional.empty();
      case "inactive" ->
          Boolean.TRUE.equals(certificate.inUse()) ? Optional.empty() : Optional.of(NOT_IN_USE);
      default -> Optional.empty();
    };
  }
}

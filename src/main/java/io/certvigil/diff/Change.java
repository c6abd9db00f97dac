package io.certvigil.diff;

import io.certvigil.model.Certificate;
import java.time.Instant;

/** One change that a reading makes to the known state. Several may concern one certificate. */
public sealed interface Change {
  /** The certificate after the change; for one that is gone, as it was last seen. */
  Certificate certificate();

  /** The name of the change in lists and metrics, such as {@code renewed}. */
  default String word() {
    return switch (this) {
      case Appeared appeared -> appeared.baseline() ? "baseline" : "appeared";
      case Renewed _ -> "renewed";
      case ExpiryChanged _ -> "expiry";
      case StatusChanged _ -> "status";
      case MetadataChanged _ -> "metadata";
      case Missed _ -> "missed";
      case Found _ -> "found";
      case Disappeared _ -> "disappeared";
    };
  }

  /** Seen for the first time, or again after it counted as absent. */
  record Appeared(Certificate certificate, boolean baseline, boolean again) implements Change {}

  /** A later not-after with another fingerprint (or without a fingerprint to compare). */
  record Renewed(Certificate before, Certificate certificate) implements Change {}

  /**
   * A changed not-after that is not a renewal: earlier, corrected, or readable or unreadable now.
   */
  record ExpiryChanged(Certificate before, Certificate certificate) implements Change {}

  record StatusChanged(Certificate before, Certificate certificate) implements Change {}

  /** Any other field changed: name, hosts, issuer, attributes. */
  record MetadataChanged(Certificate before, Certificate certificate) implements Change {}

  /**
   * Not in this complete reading, which does not prove that it is gone. Later readings do not
   * report it again.
   */
  record Missed(Certificate certificate, Instant since) implements Change {}

  /** Seen again after it was missed and before it counted as absent. */
  record Found(Certificate certificate) implements Change {}

  /** Now counts as absent. */
  record Disappeared(Certificate certificate, Instant since) implements Change {}
}

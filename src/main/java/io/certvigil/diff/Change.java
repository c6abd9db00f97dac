package io.certvigil.diff;

import io.certvigil.model.Certificate;
import java.time.Instant;

/** One thing that a reading changed in what is known. Several may concern one certificate. */
public sealed interface Change {
  /** The certificate as it is after the change; as it was last seen where it is gone. */
  Certificate certificate();

  /** Its name in lists and metrics, such as {@code renewed}. */
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

  /** Seen for the first time, or again after it had counted as absent. */
  record Appeared(Certificate certificate, boolean baseline, boolean again) implements Change {}

  /** A later not-after with another fingerprint (or without a fingerprint to compare). */
  record Renewed(Certificate before, Certificate certificate) implements Change {}

  /** Another not-after that is no renewal: earlier, corrected, or its readability changed. */
  record ExpiryChanged(Certificate before, Certificate certificate) implements Change {}

  record StatusChanged(Certificate before, Certificate certificate) implements Change {}

  /** Anything else: name, hosts, issuer, attributes. */
  record MetadataChanged(Certificate before, Certificate certificate) implements Change {}

  /** Not in this complete reading; proves nothing yet. Repeated by no further reading. */
  record Missed(Certificate certificate, Instant since) implements Change {}

  /** Back after it was missed and before it counted as absent. */
  record Found(Certificate certificate) implements Change {}

  /** Proved absent. */
  record Disappeared(Certificate certificate, Instant since) implements Change {}
}

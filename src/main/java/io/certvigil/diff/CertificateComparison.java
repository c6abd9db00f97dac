package io.certvigil.diff;

import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.X509Fields;
import java.time.Duration;
import java.util.List;

/** Compares two states of one certificate. */
final class CertificateComparison {
  /** Differences in not-after below this are treated as the same expiry in another notation. */
  private static final Duration SAME_EXPIRY_TOLERANCE = Duration.ofHours(1);

  private CertificateComparison() {}

  /** The certificate that was just read, with the last known expiry if its own cannot be read. */
  static Certificate keepLastKnownExpiry(Certificate before, Certificate read) {
    if (read.expiry() instanceof Expiry.Unreadable(var text, var lastKnown) && lastKnown == null) {
      return before.notAfter().map(end -> read.with(new Expiry.Unreadable(text, end))).orElse(read);
    }
    return read;
  }

  static void compare(Certificate before, Certificate after, List<Change> changes) {
    if (before.equals(after)) {
      return;
    }
    if (!before.status().equals(after.status())) {
      changes.add(new Change.StatusChanged(before, after));
    }
    var renewed = renewed(before, after);
    if (renewed) {
      changes.add(new Change.Renewed(before, after));
    } else if (!before.expiry().equals(after.expiry())) {
      changes.add(new Change.ExpiryChanged(before, after));
    }
    if (!withoutStatusAndExpiry(before, renewed).equals(withoutStatusAndExpiry(after, renewed))) {
      changes.add(new Change.MetadataChanged(before, after));
    }
  }

  private static boolean renewed(Certificate before, Certificate after) {
    var from = before.notAfter();
    var to = after.notAfter();
    return from.isPresent()
        && to.isPresent()
        && Duration.between(from.get(), to.get()).compareTo(SAME_EXPIRY_TOLERANCE) >= 0
        && !sameFingerprint(before.x509(), after.x509());
  }

  /** Also if it is in the PEM still, but another certificate of the PEM counts now. */
  private static boolean sameFingerprint(X509Fields before, X509Fields after) {
    var fingerprint = before.fingerprintSha256();
    return fingerprint != null && after.contains(fingerprint);
  }

  /**
   * Everything except status and expiry; for a renewed certificate also without the fields that
   * every renewal changes.
   */
  private static Certificate withoutStatusAndExpiry(Certificate whole, boolean renewed) {
    var x509 = whole.x509();
    return new Certificate(
        whole.id(),
        whole.name(),
        Certificate.NO_STATUS,
        whole.inUse(),
        whole.managed(),
        new Expiry.Never(),
        renewed ? new X509Fields(null, x509.issuer(), null, null, x509.hosts()) : x509,
        whole.attributes());
  }
}

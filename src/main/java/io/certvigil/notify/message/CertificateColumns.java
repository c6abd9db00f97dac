package io.certvigil.notify.message;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells of a certificate in a row of a {@link MessageTable}. */
final class CertificateColumns {
  static final List<String> COLUMNS =
      List.of(
          "source",
          "account",
          "zone",
          "certificate_id",
          "name",
          "hosts",
          "not_after",
          "days_to_expiry",
          "status",
          "serial",
          "fingerprint_sha256",
          "labels");

  private CertificateColumns() {}

  static List<String> of(EventFacts.CertificateFacts subject, Instant now) {
    return List.of(
        subject.source(),
        subject.account(),
        subject.zone(),
        subject.id(),
        subject.name(),
        String.join(" ", subject.hosts()),
        subject.notAfter() == null ? "" : subject.notAfter().toString(),
        days(subject.notAfter(), now),
        subject.status(),
        subject.serial(),
        subject.fingerprint(),
        String.join(" ", subject.labels()));
  }

  /** Whole days, rounded down, as in all other outputs. */
  private static String days(@Nullable Instant end, Instant now) {
    return end == null
        ? ""
        : Long.toString(
            Math.floorDiv(
                end.getEpochSecond() - now.getEpochSecond(), Duration.ofDays(1).toSeconds()));
  }
}

package io.certvigil.notify.message;

import io.certvigil.notify.message.EventFacts.CertificateFacts;
import io.certvigil.notify.message.MessageTable.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The columns of a certificate in a {@link MessageTable}. */
final class CertificateColumns {
  private CertificateColumns() {}

  static List<Column<CertificateFacts>> at(Instant now) {
    return List.of(
        new Column<>("source", CertificateFacts::source),
        new Column<>("account", CertificateFacts::account),
        new Column<>("zone", CertificateFacts::zone),
        new Column<>("certificate_id", CertificateFacts::id),
        new Column<>("name", CertificateFacts::name),
        new Column<>("hosts", subject -> String.join(" ", subject.hosts())),
        new Column<>("not_after", subject -> Objects.toString(subject.notAfter(), "")),
        new Column<>("days_to_expiry", subject -> days(subject.notAfter(), now)),
        new Column<>("status", CertificateFacts::status),
        new Column<>("serial", CertificateFacts::serial),
        new Column<>("fingerprint_sha256", CertificateFacts::fingerprint),
        new Column<>("labels", subject -> String.join(" ", subject.labels())));
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

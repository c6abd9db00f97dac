package io.certvigil.notify.message;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** An event as a row of a {@link MessageTable}. */
final class EventColumns {
  private static final List<String> COLUMNS_OF_EVENT =
      List.of(
          "event_id",
          "occurred_at",
          "type",
          "severity",
          "state",
          "alert_key",
          "rung",
          "reason",
          "summary",
          "certificate_key");
  static final List<String> COLUMNS =
      MessageTable.row(
          COLUMNS_OF_EVENT, CertificateColumns.COLUMNS, List.of("certvigil", "dashboard"));

  private static final EventFacts.CertificateFacts NO_CERTIFICATE =
      new EventFacts.CertificateFacts(
          "", "", "", "", "", "", "", "", "", List.of(), List.of(), null);

  private EventColumns() {}

  static List<String> of(EventFacts fact, Instant now) {
    var certificate = Objects.requireNonNullElse(fact.certificate(), NO_CERTIFICATE);
    return MessageTable.row(
        List.of(
            fact.id(),
            fact.occurredAt(),
            fact.type(),
            fact.severity().word(),
            fact.resolved() ? "resolved" : "firing",
            fact.alertKey(),
            fact.rung(),
            fact.reason(),
            fact.summary(),
            certificate.key()),
        CertificateColumns.of(certificate, now),
        List.of(
            Objects.requireNonNullElse(fact.link(), ""),
            Objects.requireNonNullElse(fact.dashboard(), "")));
  }
}

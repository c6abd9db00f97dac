package io.certvigil.notify;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** An event as a row of a {@link Table}. */
final class EventCells {
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
      Table.row(COLUMNS_OF_EVENT, SubjectCells.COLUMNS, List.of("certvigil", "dashboard"));

  private static final Fact.Subject NOBODY =
      new Fact.Subject("", "", "", "", "", "", "", "", "", List.of(), List.of(), null);

  private EventCells() {}

  static List<String> of(Fact fact, Instant now) {
    var certificate = Objects.requireNonNullElse(fact.certificate(), NOBODY);
    return Table.row(
        List.of(
            fact.id(),
            fact.occurredAt(),
            fact.type(),
            fact.severity().word(),
            fact.resolved() ? "resolved" : "firing",
            fact.alertKey(),
            fact.rung(),
            fact.reason(),
            fact.told(),
            certificate.key()),
        SubjectCells.of(certificate, now),
        List.of(
            Objects.requireNonNullElse(fact.link(), ""),
            Objects.requireNonNullElse(fact.dashboard(), "")));
  }
}

package io.certvigil.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An event as a row of a {@link Table}. */
final class EventCells {
  static final List<String> COLUMNS =
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
          "certificate_key",
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
          "labels",
          "certvigil",
          "dashboard");

  private static final Fact.Subject NOBODY =
      new Fact.Subject("", "", "", "", "", "", "", "", "", List.of(), List.of(), null);

  private EventCells() {}

  static List<String> of(Fact fact, Instant now) {
    var certificate = Objects.requireNonNullElse(fact.certificate(), NOBODY);
    return List.of(
        fact.id(),
        fact.occurredAt(),
        fact.type(),
        fact.severity().word(),
        fact.resolved() ? "resolved" : "firing",
        fact.alertKey(),
        fact.rung(),
        fact.reason(),
        fact.told(),
        certificate.key(),
        certificate.source(),
        certificate.account(),
        certificate.zone(),
        certificate.id(),
        certificate.name(),
        String.join(" ", certificate.hosts()),
        certificate.end() == null ? "" : certificate.end().toString(),
        days(certificate.end(), now),
        certificate.status(),
        certificate.serial(),
        certificate.fingerprint(),
        String.join(" ", certificate.labels()),
        Objects.requireNonNullElse(fact.link(), ""),
        Objects.requireNonNullElse(fact.dashboard(), ""));
  }

  /** Whole days, rounded down, as everywhere. */
  static String days(@Nullable Instant end, Instant now) {
    return end == null
        ? ""
        : Long.toString(
            Math.floorDiv(
                end.getEpochSecond() - now.getEpochSecond(), Duration.ofDays(1).toSeconds()));
  }
}

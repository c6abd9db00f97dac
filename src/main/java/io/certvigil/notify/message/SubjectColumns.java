package io.certvigil.notify.message;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a certificate, in a row of a {@link MessageTable}. */
final class SubjectColumns {
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

  private SubjectColumns() {}

  static List<String> of(EventFacts.Subject subject, Instant now) {
    return List.of(
        subject.source(),
        subject.account(),
        subject.zone(),
        subject.id(),
        subject.name(),
        String.join(" ", subject.hosts()),
        subject.end() == null ? "" : subject.end().toString(),
        days(subject.end(), now),
        subject.status(),
        subject.serial(),
        subject.fingerprint(),
        String.join(" ", subject.labels()));
  }

  /** Whole days, rounded down, as everywhere. */
  private static String days(@Nullable Instant end, Instant now) {
    return end == null
        ? ""
        : Long.toString(
            Math.floorDiv(
                end.getEpochSecond() - now.getEpochSecond(), Duration.ofDays(1).toSeconds()));
  }
}

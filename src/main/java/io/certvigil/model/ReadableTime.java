package io.certvigil.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Formats and parses times for people, to the minute and in UTC. */
public final class ReadableTime {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ReadableTime() {}

  /** Such as {@code 2026-12-04 20:00}; the caller appends the time zone. */
  public static String minute(Instant at) {
    return MINUTE.format(at);
  }

  /** For sentences: {@code 2026-12-04T20:00Z}. */
  public static String iso(Instant at) {
    // A formatter would throw for dates with years of more than four digits, which Cloudflare does
    // return.
    return at.truncatedTo(ChronoUnit.MINUTES).toString().replace(":00Z", "Z");
  }

  /**
   * Parses a date (midnight in UTC) or a date and time with an offset.
   *
   * @throws java.time.DateTimeException if it is neither
   */
  public static Instant parse(String text) {
    return text.indexOf('T') < 0
        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
        : OffsetDateTime.parse(text).toInstant();
  }
}

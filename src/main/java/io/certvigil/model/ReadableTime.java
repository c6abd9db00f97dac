package io.certvigil.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A moment as people read and type it, to the minute and in UTC. */
public final class ReadableTime {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ReadableTime() {}

  /** Such as {@code 2026-12-04 20:00}; what names the time zone comes after it. */
  public static String minute(Instant at) {
    return MINUTE.format(at);
  }

  /** For sentences: {@code 2026-12-04T20:00Z}. */
  public static String iso(Instant at) {
    // A formatter would throw for dates far out, and those do come.
    return at.truncatedTo(ChronoUnit.MINUTES).toString().replace(":00Z", "Z");
  }

  /**
   * A date, which is its midnight in UTC, or a date and time with its offset.
   *
   * @throws java.time.DateTimeException if it is neither
   */
  public static Instant parse(String text) {
    return text.indexOf('T') < 0
        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
        : OffsetDateTime.parse(text).toInstant();
  }
}

package io.certvigil.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times, counts and names as a person reads them. */
final class Words {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Words() {}

  /** Such as {@code 2026-12-04 20:00}, in UTC. */
  static String minute(Instant at) {
    return MINUTE.format(at);
  }

  /** Two units at most: {@code 214 d}, {@code 13 d 21 h}, {@code 5 h 12 m}, {@code 42 m}. */
  static String span(Duration duration) {
    var span = duration.abs();
    if (span.toDays() >= 60 || (span.toDays() > 0 && span.toHoursPart() == 0)) {
      return span.toDays() + " d";
    }
    if (span.toDays() > 0) {
      return span.toDays() + " d " + span.toHoursPart() + " h";
    }
    if (span.toHours() > 0) {
      return span.toHours() + " h " + span.toMinutesPart() + " m";
    }
    return span.toMinutes() + " m";
  }

  /** Such as {@code 5 h 12 m ago}. */
  static String ago(Instant at, Instant now) {
    return ago(Duration.between(at, now));
  }

  /** What is left: as {@link #span}, and {@code 3 d 5 h ago} of what is over. */
  static String left(Duration left) {
    return left.isNegative() ? ago(left.negated()) : span(left);
  }

  private static String ago(Duration since) {
    return since.toMinutes() < 1 ? "just now" : span(since) + " ago";
  }

  /** How bad it is that so much is left, as a style. */
  static String level(Duration left) {
    if (left.isNegative()) {
      return "over";
    }
    if (left.compareTo(Duration.ofDays(7)) < 0) {
      return "critical";
    }
    return left.compareTo(Duration.ofDays(30)) < 0 ? "warning" : "calm";
  }

  /** Such as {@code 1 list}, {@code 2 lists}. */
  static String count(long count, String one) {
    return grouped(count) + " " + one + (count == 1 ? "" : "s");
  }

  /** Such as {@code 12 345}, with narrow blanks. */
  static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count).replace(',', '\u202f');
  }

  /** {@code client_certificates} as {@code client certificates}. */
  static String spaced(String word) {
    return word.replace('_', ' ');
  }
}

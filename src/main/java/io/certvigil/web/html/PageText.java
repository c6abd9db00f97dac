package io.certvigil.web.html;

import io.certvigil.model.ReadableDuration;
import io.certvigil.model.ReadableTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Times, counts and names as a person reads them. */
public final class PageText {
  private PageText() {}

  /** Such as {@code 2026-12-04 20:00}, in UTC. */
  public static String minute(Instant at) {
    return ReadableTime.minute(at);
  }

  /** Such as {@code 5 h 12 min ago}. */
  static String ago(Instant at, Instant now) {
    return ago(Duration.between(at, now));
  }

  /** What is left: as {@link ReadableDuration}, and {@code 3 d 5 h ago} of what is over. */
  public static String remaining(Duration left) {
    return left.isNegative() ? ago(left.negated()) : ReadableDuration.of(left);
  }

  private static String ago(Duration since) {
    return since.toMinutes() < 1 ? "just now" : ReadableDuration.of(since) + " ago";
  }

  /** How bad it is that so much is left, as a style. */
  public static String urgency(Duration left) {
    if (left.isNegative()) {
      return "over";
    }
    if (left.compareTo(Duration.ofDays(7)) < 0) {
      return "critical";
    }
    return left.compareTo(Duration.ofDays(30)) < 0 ? "warning" : "calm";
  }

  /** Such as {@code 1 list}, {@code 2 lists}. */
  public static String count(long count, String one) {
    return grouped(count) + " " + one + (count == 1 ? "" : "s");
  }

  /** Such as {@code 12 345}, with narrow blanks. */
  public static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count).replace(',', '\u202f');
  }

  /** {@code client_certificates} as {@code client certificates}. */
  public static String withSpaces(String word) {
    return word.replace('_', ' ');
  }
}

package io.certvigil.web.html;

import io.certvigil.model.FaultReason;
import io.certvigil.model.ReadableDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Formats times, counts and names for pages. */
public final class PageText {
  private PageText() {}

  /** Such as {@code 5 h 12 min ago}. */
  static String ago(Instant at, Instant now) {
    return ago(Duration.between(at, now));
  }

  /** The remaining time; {@code 3 d 5 h ago} if it is negative. */
  public static String remaining(Duration left) {
    return ReadableDuration.left(left);
  }

  private static String ago(Duration since) {
    return since.toMinutes() < 1 ? "just now" : ReadableDuration.of(since) + " ago";
  }

  /** The style for the remaining time of a certificate: less time, more urgent. */
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

  /** Such as {@code 12 345}, grouped with narrow no-break spaces. */
  public static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count).replace(',', '\u202f');
  }

  /** The reason of a failed reading, with plain words for those that need them. */
  public static String reason(String word) {
    return word.equals(FaultReason.FORBIDDEN.word()) ? "permission denied" : withSpaces(word);
  }

  /** {@code client_certificates} as {@code client certificates}. */
  public static String withSpaces(String word) {
    return word.replace('_', ' ');
  }
}

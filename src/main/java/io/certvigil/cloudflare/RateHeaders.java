package io.certvigil.cloudflare;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The headers by which Cloudflare says how fast one may go.
 *
 * @see <a href="https://developers.cloudflare.com/fundamentals/api/reference/limits/">Rate
 *     limits</a>
 */
final class RateHeaders {
  static final Duration PAUSE_WHERE_NONE_GIVEN = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(24);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final long LONGEST_WINDOW = 300;
  private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");
  private static final Pattern LIMIT =
      Pattern.compile("\\br\\s*=\\s*(\\d{1,9})\\s*;(?:[^,]*;)?\\s*t\\s*=\\s*(\\d{1,9})");
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);

  /**
   * What is left of the budget.
   *
   * @param requests left in this window
   * @param window until the budget is whole again, at most five minutes
   */
  record Remaining(int requests, Duration window) {}

  private RateHeaders() {}

  /** How long to pause after a 429: as told, between one second and a day; else five minutes. */
  static Duration pause(@Nullable String retryAfter, Instant now) {
    var told = told(retryAfter == null ? "" : retryAfter.strip(), now);
    return told.map(RateHeaders::bounded).orElse(PAUSE_WHERE_NONE_GIVEN);
  }

  private static Optional<Duration> told(String retryAfter, Instant now) {
    return SECONDS.matcher(retryAfter).matches()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)))
        : date(retryAfter).map(at -> Duration.between(now, at));
  }

  private static Duration bounded(Duration pause) {
    if (pause.compareTo(SHORTEST_PAUSE) < 0) {
      return SHORTEST_PAUSE;
    }
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /** The moment of an HTTP date; empty where it is missing or no such date. */
  static Optional<Instant> date(@Nullable String text) {
    try {
      return text == null
          ? Optional.empty()
          : Optional.of(ZonedDateTime.parse(text.strip(), HTTP_DATE).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** The tightest of the limits in a {@code Ratelimit} header; empty where none is understood. */
  static Optional<Remaining> remaining(@Nullable String header) {
    return header == null
        ? Optional.empty()
        : LIMIT
            .matcher(header)
            .results()
            .map(limit -> limit(Integer.parseInt(limit.group(1)), Long.parseLong(limit.group(2))))
            .filter(limit -> limit.window().isPositive())
            .min(RateHeaders::slowest);
  }

  private static Remaining limit(int requests, long seconds) {
    return new Remaining(requests, Duration.ofSeconds(Math.min(seconds, LONGEST_WINDOW)));
  }

  private static int slowest(Remaining one, Remaining other) {
    return Long.compare(
        one.requests() * other.window().toSeconds(), other.requests() * one.window().toSeconds());
  }
}

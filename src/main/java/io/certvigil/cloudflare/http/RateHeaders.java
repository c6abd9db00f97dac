package io.certvigil.cloudflare.http;

import io.certvigil.net.RetryAfter;
import java.time.Duration;
import java.time.Instant;
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
  static final Duration DEFAULT_PAUSE = Duration.ofMinutes(5);
  private static final RetryAfter RETRY_AFTER =
      new RetryAfter(Duration.ofSeconds(1), Duration.ofHours(24), DEFAULT_PAUSE, DEFAULT_PAUSE);
  private static final long LONGEST_WINDOW = 300;
  private static final Pattern LIMIT =
      Pattern.compile("\\br\\s*=\\s*(\\d{1,9})\\s*;(?:[^,]*;)?\\s*t\\s*=\\s*(\\d{1,9})");

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
    return RETRY_AFTER.delay(retryAfter, now);
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

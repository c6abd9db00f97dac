package io.certvigil.cloudflare.http;

import io.certvigil.net.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the rate limit headers of Cloudflare's API.
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
   * The remaining requests of a window.
   *
   * @param requests the requests left in this window
   * @param window the time until the window ends, at most five minutes
   */
  record Remaining(int requests, Duration window) {}

  private RateHeaders() {}

  /**
   * How long to pause after a 429: as given in the header, limited to between one second and one
   * day; five minutes if the header is missing or invalid.
   */
  static Duration pause(@Nullable String retryAfter, Instant now) {
    return RETRY_AFTER.delay(retryAfter, now);
  }

  /** The most restrictive limit in a {@code Ratelimit} header; empty if no limit can be parsed. */
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

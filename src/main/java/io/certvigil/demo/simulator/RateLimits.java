package io.certvigil.demo.simulator;

import java.time.Duration;

/**
 * The rate limits of the simulated Cloudflare.
 *
 * @param requests how many each credential may send in any {@link #WINDOW}; 0 for no limit
 * @param html whether a 429 is an HTML page, as it sometimes is
 */
public record RateLimits(int requests, boolean html) {
  /**
   * The time over which requests are counted, and for which a credential is blocked if it sent too
   * many.
   */
  public static final Duration WINDOW = Duration.ofMinutes(5);

  public RateLimits {
    if (requests < 0) {
      throw new IllegalArgumentException("requests: must not be negative, was " + requests);
    }
  }

  /** As Cloudflare documents them: 1200 in five minutes. */
  public static RateLimits real() {
    return new RateLimits(1200, false);
  }

  /** No limits, for tests of other features. */
  public static RateLimits none() {
    return new RateLimits(0, false);
  }
}

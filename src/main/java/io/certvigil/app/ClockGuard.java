package io.certvigil.app;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether this machine's clock may be believed for decisions. Just started, it is not, until
 * Cloudflare has told the time once; where Cloudflare says nothing, it is after a quarter of an
 * hour, for a certificate expires all the same. A clock that Cloudflare contradicts is not
 * believed.
 */
final class ClockGuard {
  static final Duration PATIENCE = Duration.ofMinutes(15);

  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final Supplier<Optional<Duration>> skew;
  private final long startedNanos = System.nanoTime();

  /**
   * Begins its patience.
   *
   * @param skew our clock minus Cloudflare's; empty before its first answer
   */
  ClockGuard(Supplier<Optional<Duration>> skew) {
    this.skew = skew;
  }

  boolean mayDecide() {
    return skew.get()
        .map(found -> found.abs().compareTo(TOLERANCE) < 0)
        .orElseGet(() -> System.nanoTime() - startedNanos >= PATIENCE.toNanos());
  }
}

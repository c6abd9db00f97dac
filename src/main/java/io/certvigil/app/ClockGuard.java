package io.certvigil.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether this machine's clock may be believed for decisions. Just started, it is not, until
 * Cloudflare has told the time once; where Cloudflare says nothing, it is after a quarter of an
 * hour, for a certificate expires all the same.
 */
final class ClockGuard {
  static final Duration PATIENCE = Duration.ofMinutes(15);

  private final Supplier<Optional<Instant>> firstAnswer;
  private final long startedNanos = System.nanoTime();

  ClockGuard(Supplier<Optional<Instant>> firstAnswer) {
    this.firstAnswer = firstAnswer;
  }

  boolean mayDecide() {
    return firstAnswer.get().isPresent() || System.nanoTime() - startedNanos >= PATIENCE.toNanos();
  }
}

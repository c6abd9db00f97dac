package io.certvigil.demo.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The requests of one credential in the last five minutes. */
final class RateLimitWindow {
  private final RateLimits limits;
  private final Deque<Instant> sent = new ArrayDeque<>();
  private @Nullable Instant blockedUntil;

  /**
   * How much of its rate limit a credential has left after a request.
   *
   * @param remaining how many more requests are allowed now
   * @param seconds until more requests are allowed, rounded up
   */
  record Usage(boolean blocked, int remaining, long seconds) {}

  RateLimitWindow(RateLimits limits) {
    this.limits = limits;
  }

  synchronized Usage recordRequest(Instant now) {
    if (limits.requests() == 0) {
      return new Usage(false, Integer.MAX_VALUE, 0);
    }
    if (blockedUntil != null && now.isBefore(blockedUntil)) {
      return new Usage(true, 0, seconds(now, blockedUntil));
    }
    while (!sent.isEmpty() && !sent.peekFirst().isAfter(now.minus(RateLimits.WINDOW))) {
      sent.removeFirst();
    }
    if (sent.size() >= limits.requests()) {
      blockedUntil = now.plus(RateLimits.WINDOW);
      return new Usage(true, 0, RateLimits.WINDOW.toSeconds());
    }
    sent.addLast(now);
    return new Usage(
        false,
        limits.requests() - sent.size(),
        seconds(now, sent.getFirst().plus(RateLimits.WINDOW)));
  }

  private static long seconds(Instant now, Instant end) {
    return Duration.between(now, end).plusMillis(999).toSeconds();
  }
}

package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one credential within its budget, over all zones and threads: requests start evenly spaced,
 * further apart where Cloudflare says that little is left, and not at all while it is paused.
 */
final class Limiter {
  /** A pause up to this long is waited for; a longer one fails what is asked meanwhile. */
  static final Duration MAX_WAIT = Duration.ofSeconds(60);

  private static final long WINDOW_NANOS = Duration.ofMinutes(5).toNanos();
  private static final long MIN_INTERVAL = Duration.ofSeconds(1).toNanos() / 200;

  private final Ticker ticker;
  private final long baseInterval;
  private long next;
  private long slowInterval;
  private long slowUntil;
  private long pausedUntil;
  private @Nullable Fault pausedBy;

  Limiter(int requestsPer5m, Ticker ticker) {
    this.ticker = ticker;
    this.baseInterval = Math.max(WINDOW_NANOS / requestsPer5m, MIN_INTERVAL);
    next = ticker.nanos();
    slowUntil = next;
    pausedUntil = next;
  }

  /** What {@link #acquire} came to: how long it waited, and why it may not be asked now, if so. */
  record Turn(Duration waited, @Nullable Fault refusal) {}

  /**
   * Waits for this request's turn. Returns at once with a refusal while the pause is a long one.
   */
  Turn acquire() throws InterruptedException {
    long start = ticker.nanos();
    while (true) {
      var wait = reserve();
      if (wait.isEmpty()) {
        return new Turn(since(start), pausedBy());
      }
      if (!wait.get().isZero()) {
        ticker.sleep(wait.get());
      }
      if (!paused().isPositive()) { // a 429 may have come while we waited
        return new Turn(since(start), null);
      }
    }
  }

  private synchronized Optional<Duration> reserve() {
    long now = ticker.nanos();
    var pause = paused();
    if (pause.compareTo(MAX_WAIT) > 0) {
      return Optional.empty();
    }
    long turn = later(now, later(next, pausedUntil));
    next = turn + interval(turn);
    return Optional.of(Duration.ofNanos(turn - now));
  }

  private static long later(long one, long other) {
    return isAfter(one, other) ? one : other;
  }

  private static boolean isAfter(long one, long other) {
    return one - other > 0;
  }

  private long interval(long at) {
    return isAfter(slowUntil, at) ? Math.max(baseInterval, slowInterval) : baseInterval;
  }

  private Duration since(long start) {
    return Duration.ofNanos(ticker.nanos() - start);
  }

  private synchronized @Nullable Fault pausedBy() {
    return pausedBy;
  }

  /**
   * Nobody asks with this credential for so long. The longest of several pauses counts.
   *
   * @return whether it was not paused before
   */
  synchronized boolean pause(Duration time, Fault fault) {
    boolean fresh = !paused().isPositive();
    long until = ticker.nanos() + time.toNanos();
    if (isAfter(until, pausedUntil)) {
      pausedUntil = until;
      pausedBy = fault;
    }
    return fresh;
  }

  /** For how long it is still paused; zero or negative where it is not. */
  synchronized Duration paused() {
    return Duration.ofNanos(pausedUntil - ticker.nanos());
  }

  /** Spreads what is left of the budget over the time until it is whole again. */
  synchronized void slowDown(RateHeaders.Remaining remaining) {
    long now = ticker.nanos();
    long window = remaining.window().toNanos();
    slowUntil = now + window;
    slowInterval = window / Math.max(1, remaining.requests());
    if (remaining.requests() == 0 && isAfter(slowUntil, next)) {
      next = slowUntil;
    }
  }
}

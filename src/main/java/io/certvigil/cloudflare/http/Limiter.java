package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rate limiter of one credential, for all zones and threads: requests start at even intervals, at
 * longer intervals when Cloudflare reports that few requests are left, and not at all during a
 * pause.
 */
final class Limiter {
  /** Requests wait for a pause of at most this length; during a longer pause they fail at once. */
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

  /**
   * The result of {@link #acquire}: how long it waited, and why no request may be sent now; null if
   * one may.
   */
  record Turn(Duration waited, @Nullable Fault refusal) {}

  /** Waits until the next request may start. Returns a refusal at once during a long pause. */
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
      if (!paused().isPositive()) { // a 429 may have arrived while this thread waited
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
   * Blocks all requests with this credential for this long. The longest of several pauses counts.
   *
   * @return true if it was not paused before
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

  /** How long it is still paused; zero or negative if it is not paused. */
  synchronized Duration paused() {
    return Duration.ofNanos(pausedUntil - ticker.nanos());
  }

  /** Spreads the remaining requests over the time until the window ends. */
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

package io.certvigil.notify.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The attempts of a channel that are in flight. An attempt may take minutes, such as a mail that
 * the server scans before it answers: then the next delivery does not wait for it.
 */
final class RunningAttempts {

  /** The others wait this long for an attempt. */
  static final Duration SLOW = Duration.ofSeconds(20);

  private static final int MOST = 16;

  private final Map<Object, Instant> starts = new HashMap<>();

  /** Returns what ends this attempt. */
  synchronized Object start(Instant now) {
    var attempt = new Object();
    starts.put(attempt, now);
    return attempt;
  }

  /**
   * Starts another attempt if all in flight are slow. Empty if one is not, if none is in flight, or
   * if there are too many.
   */
  synchronized Optional<Object> overtake(Instant now) {
    boolean slow = starts.values().stream().noneMatch(start -> start.plus(SLOW).isAfter(now));
    return slow && !starts.isEmpty() && starts.size() < MOST
        ? Optional.of(start(now))
        : Optional.empty();
  }

  synchronized void end(Object attempt) {
    starts.remove(attempt);
    notifyAll();
  }

  synchronized boolean none() {
    return starts.isEmpty();
  }

  /** Returns when no attempt is in flight, or after this time. */
  synchronized void awaitNone(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    for (long left = timeout.toNanos(); !none() && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}

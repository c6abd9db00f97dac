package io.certvigil.notify.deliver;

import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.TryLater;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The health of a receiver. From its first failure on, and until the first success after a start,
 * it is sent one request at a time.
 *
 * <p>Attempts that overlap are distinguished by the generation in which they began: four that fail
 * together count as one failure, and a success that began before a failure does not count as a
 * recovery.
 */
final class ReceiverHealth {
  private static final Logger log = LoggerFactory.getLogger(ReceiverHealth.class);

  private final String channel;
  private final DoubleSupplier random;
  private boolean healthy;
  private int generation;
  private int failures;
  private @Nullable Instant pausedUntil;
  private @Nullable Reason reason;
  private boolean failureLogged;
  private @Nullable Instant replayedAt;

  ReceiverHealth(String channel, DoubleSupplier random) {
    this.channel = channel;
    this.random = random;
  }

  synchronized int generation() {
    return generation;
  }

  synchronized boolean healthy() {
    return healthy;
  }

  /**
   * A pause that is longer than the longest delay was set while the clock was wrong; it is ignored.
   */
  synchronized boolean paused(Instant now) {
    return pausedUntil != null
        && pausedUntil.isAfter(now)
        && Duration.between(now, pausedUntil).compareTo(Backoff.LONGEST) <= 0;
  }

  /** True if the receiver limits the request rate and the requested delay has not passed. */
  synchronized boolean rateLimited(Instant now) {
    return reason == Reason.RATE_LIMITED && paused(now);
  }

  /**
   * Ends a pause, once for each replay by an operator. A receiver that asked for a delay is not
   * sent a request before.
   */
  synchronized void endPause(Instant replayed) {
    if (!replayed.equals(replayedAt)) {
      replayedAt = replayed;
      if (reason != Reason.RATE_LIMITED) {
        pausedUntil = null;
      }
    }
  }

  synchronized void succeeded(int startGeneration) {
    if (startGeneration != generation) {
      return;
    }
    if (failureLogged) {
      log.atInfo().addKeyValue("channel", channel).log("channel recovered");
    }
    healthy = true;
    failureLogged = false;
    failures = 0;
    pausedUntil = null;
    reason = null;
  }

  /** Pauses the channel and returns the end of the pause. */
  synchronized Instant failed(int startGeneration, TryLater answer, Instant now) {
    if (startGeneration == generation || failures == 0) {
      generation++;
      failures++;
    }
    healthy = false;
    reason = answer.reason();
    logFailing(answer.reason());
    var until =
        now.plus(longerOf(Backoff.outage(failures, random.getAsDouble()), answer.atLeast()));
    if (pausedUntil == null || !paused(now) || until.isAfter(pausedUntil)) {
      pausedUntil = until;
    }
    return pausedUntil;
  }

  /** A single lost answer is normal and is not logged; a configuration fault is logged at once. */
  private void logFailing(Reason why) {
    if (!failureLogged && (failures > 1 || why.configuration())) {
      failureLogged = true;
      log.atWarn()
          .addKeyValue("channel", channel)
          .addKeyValue("reason", why)
          .log("channel is failing");
    }
  }

  static Duration longerOf(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}

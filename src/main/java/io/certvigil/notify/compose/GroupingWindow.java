package io.certvigil.notify.compose;

import io.certvigil.store.Outbox.ComposeState;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When people are told: once the events of one cause have come together, not too often, and only
 * when they have had what went before. A moment in the future was stored by a clock that was wrong;
 * it parks nothing.
 *
 * @param firstSweep whether lists are being read for the first time, all of which is one message
 */
record GroupingWindow(BooleanSupplier firstSweep) {
  static final Duration GROUP_WAIT = orTestOverride(Duration.ofSeconds(30));
  static final Duration GROUP_INTERVAL = orTestOverride(Duration.ofMinutes(5));

  /** A first sweep that takes longer than this is told in pieces. */
  static final Duration MAX_FIRST_SWEEP_WAIT = Duration.ofMinutes(15);

  /** A fault campaign kills the daemon too often to wait for minutes. */
  private static Duration orTestOverride(Duration wait) {
    var seconds = Long.getLong("certvigil.pace");
    return seconds == null ? wait : Duration.ofSeconds(seconds);
  }

  /** Whether the channel may get another message. */
  boolean allowsNextMessage(ComposeState standing, Instant now) {
    return !standing.unfinished() && elapsed(standing.lastComposed(), GROUP_INTERVAL, now);
  }

  /**
   * Whether what waits has waited long enough.
   *
   * @param oldest when the first of it came to be
   */
  boolean groupWaitElapsed(Instant oldest, Instant now) {
    return elapsed(oldest, GROUP_WAIT, now)
        && (elapsed(oldest, MAX_FIRST_SWEEP_WAIT, now) || !firstSweep.getAsBoolean());
  }

  private static boolean elapsed(@Nullable Instant since, Duration wait, Instant now) {
    return since == null || Duration.between(since, now).abs().compareTo(wait) >= 0;
  }
}

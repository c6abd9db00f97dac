package io.certvigil.notify.compose;

import io.certvigil.store.view.ComposeState;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a message for people is composed: after the events of one cause have arrived, not
 * too often, and only if no earlier message is pending. A time in the future was stored while the
 * clock was wrong; it delays nothing.
 *
 * @param firstSweep true while the first sweep runs, whose events are one message
 */
record GroupingWindow(BooleanSupplier firstSweep) {
  static final Duration GROUP_WAIT = orTestOverride(Duration.ofSeconds(30));
  static final Duration GROUP_INTERVAL = orTestOverride(Duration.ofMinutes(5));

  /** The events of a first sweep that takes longer than this are sent in several messages. */
  static final Duration MAX_FIRST_SWEEP_WAIT = Duration.ofMinutes(15);

  /** A fault-injection test kills the daemon too often to wait for minutes. */
  private static Duration orTestOverride(Duration wait) {
    var seconds = Long.getLong("certvigil.pace");
    return seconds == null ? wait : Duration.ofSeconds(seconds);
  }

  /** True if another message may be composed for the channel. */
  boolean allowsNextMessage(ComposeState state, Instant now) {
    return !state.unfinished() && elapsed(state.lastComposed(), GROUP_INTERVAL, now);
  }

  /**
   * True if the waiting events have waited long enough.
   *
   * @param oldest when the first waiting event was created
   */
  boolean groupWaitElapsed(Instant oldest, Instant now) {
    return elapsed(oldest, GROUP_WAIT, now)
        && (elapsed(oldest, MAX_FIRST_SWEEP_WAIT, now) || !firstSweep.getAsBoolean());
  }

  private static boolean elapsed(@Nullable Instant since, Duration wait, Instant now) {
    return since == null || Duration.between(since, now).abs().compareTo(wait) >= 0;
  }
}

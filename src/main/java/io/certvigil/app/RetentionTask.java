package io.certvigil.app;

import io.certvigil.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Deletes rows and notices that are older than the configured retention, once a day. */
final class RetentionTask {
  private static final Duration DAY = Duration.ofDays(1);

  private final Store store;
  private final VerifiedClock time;
  private final InstantSource clock;
  private volatile @Nullable Instant lastRun;

  RetentionTask(Store store, VerifiedClock time, InstantSource clock) {
    this.store = store;
    this.time = time;
    this.clock = clock;
  }

  /**
   * Deletes if the last run is a day ago. Does nothing while the time is unconfirmed: to a clock
   * that is years ahead, every row would look too old.
   */
  void run() {
    var now = clock.instant();
    if (time.confirmed() && !ranToday(now)) {
      store.readings().applyRetention(now);
      store.notices().refresh(now);
      lastRun = now;
    }
  }

  private boolean ranToday(Instant now) {
    var last = lastRun;
    return last != null && Duration.between(last, now).abs().compareTo(DAY) < 0;
  }
}

package io.certvigil.upgrade;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A wall clock and a monotonic clock that only the test advances. */
final class StepClock implements InstantSource {
  private final Instant start;
  private final AtomicReference<Instant> now;

  StepClock(Instant start) {
    this.start = start;
    now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  long nanos() {
    return Duration.between(start, now.get()).toNanos();
  }

  void advance(Duration by) {
    now.updateAndGet(at -> at.plus(by));
  }
}

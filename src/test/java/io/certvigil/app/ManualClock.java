package io.certvigil.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that the test advances; begins at the time of its creation. */
final class ManualClock implements InstantSource {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));

  private final AtomicLong nanos = new AtomicLong();

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Advances the wall clock and the monotonic clock. */
  void advance(Duration by) {
    now.updateAndGet(at -> at.plus(by));
    nanos.addAndGet(by.toNanos());
  }

  /** Sets the wall clock; the monotonic clock does not advance. */
  void jump(Duration by) {
    now.updateAndGet(at -> at.plus(by));
  }

  /** The monotonic clock. */
  long nanos() {
    return nanos.get();
  }
}

package io.certvigil.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A wall clock and a monotonic clock that only the test advances. */
public final class ManualClock implements InstantSource {
  private final AtomicReference<Instant> now;
  private final AtomicLong nanos = new AtomicLong();

  /** Begins at the time of its creation. */
  ManualClock() {
    this(Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));
  }

  public ManualClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Advances the wall clock and the monotonic clock. */
  public void advance(Duration by) {
    now.updateAndGet(at -> at.plus(by));
    nanos.addAndGet(by.toNanos());
  }

  /** Sets the wall clock; the monotonic clock does not advance. */
  void jump(Duration by) {
    now.updateAndGet(at -> at.plus(by));
  }

  /** The monotonic clock. */
  public long nanos() {
    return nanos.get();
  }
}

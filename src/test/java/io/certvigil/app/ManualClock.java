package io.certvigil.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Stands still at the moment of its making until it is moved. */
final class ManualClock implements InstantSource {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));

  private final AtomicLong nanos = new AtomicLong();

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Time passes. */
  void advance(Duration by) {
    now.updateAndGet(at -> at.plus(by));
    nanos.addAndGet(by.toNanos());
  }

  /** Somebody sets the clock; no time passes. */
  void jump(Duration by) {
    now.updateAndGet(at -> at.plus(by));
  }

  /** The monotonic clock. */
  long nanos() {
    return nanos.get();
  }
}

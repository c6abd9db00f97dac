package io.certvigil.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that only changes when it is advanced. */
public final class FixedClock implements InstantSource {
  public static final Instant TODAY = Instant.parse("2026-11-20T22:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(TODAY);

  @Override
  public Instant instant() {
    return now.get();
  }

  public void advance(Duration by) {
    now.updateAndGet(at -> at.plus(by));
  }
}

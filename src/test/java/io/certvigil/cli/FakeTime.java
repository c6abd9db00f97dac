package io.certvigil.cli;

import io.certvigil.cloudflare.http.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Time that passes only where somebody waits, and then at once. */
final class FakeTime implements InstantSource, Ticker {
  private final AtomicReference<Instant> now = new AtomicReference<>(Terminal.TODAY);

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public long nanos() {
    return Duration.between(Terminal.TODAY, now.get()).toNanos();
  }

  @Override
  public void sleep(Duration time) {
    now.updateAndGet(at -> at.plus(time));
  }
}

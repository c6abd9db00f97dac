package io.certvigil.cli;

import io.certvigil.cloudflare.http.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that advances only when a caller sleeps, and then at once. */
public final class InstantTicker implements InstantSource, Ticker {
  private final AtomicReference<Instant> now = new AtomicReference<>(CommandRunner.TODAY);

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public long nanos() {
    return Duration.between(CommandRunner.TODAY, now.get()).toNanos();
  }

  @Override
  public void sleep(Duration time) {
    now.updateAndGet(at -> at.plus(time));
  }
}

package io.certvigil.cloudflare;

import io.certvigil.cloudflare.http.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Virtual time: a sleep returns at once and advances the clock. */
public final class VirtualTicker implements Ticker {
  private long now = 1;
  private final List<Duration> sleeps = new ArrayList<>();

  @Override
  public synchronized long nanos() {
    return now;
  }

  @Override
  public synchronized void sleep(Duration time) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    sleeps.add(time);
    now += time.toNanos();
  }

  public synchronized void advance(Duration time) {
    now += time.toNanos();
  }

  public synchronized List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }
}

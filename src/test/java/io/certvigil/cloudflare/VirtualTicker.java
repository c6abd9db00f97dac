package io.certvigil.cloudflare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only where somebody waits, and then at once. */
final class VirtualTicker implements Ticker {
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

  synchronized void pass(Duration time) {
    now += time.toNanos();
  }

  synchronized List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }
}

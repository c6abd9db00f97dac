package io.certvigil.notify.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Keeps a minimum time between two operations, over all threads. */
public final class MinimumInterval {

  /** Such as {@code Thread::sleep}. */
  public interface Waiting {
    void sleep(Duration time) throws InterruptedException;
  }

  private final long interval;
  private final LongSupplier nanos;
  private final Waiting waiting;
  private long nextFree;

  public MinimumInterval(Duration interval, LongSupplier nanos, Waiting waiting) {
    this.interval = interval.toNanos();
    this.nanos = nanos;
    this.waiting = waiting;
    nextFree = nanos.getAsLong();
  }

  /** In real time. */
  public static MinimumInterval of(Duration interval) {
    return new MinimumInterval(interval, System::nanoTime, Thread::sleep);
  }

  /** Returns when the caller may proceed; at once if the thread is interrupted. */
  public synchronized void await() {
    long left = nextFree - nanos.getAsLong();
    try {
      if (left > 0) {
        waiting.sleep(Duration.ofNanos(left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    nextFree = nanos.getAsLong() + interval;
  }
}

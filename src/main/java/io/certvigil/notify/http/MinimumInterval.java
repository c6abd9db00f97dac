package io.certvigil.notify.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Keeps a time between any two of something, whoever does it. */
public final class MinimumInterval {

  /** Such as {@code Thread::sleep}. */
  public interface Waiting {
    void sleep(Duration time) throws InterruptedException;
  }

  private final long apart;
  private final LongSupplier nanos;
  private final Waiting waiting;
  private long free;

  public MinimumInterval(Duration apart, LongSupplier nanos, Waiting waiting) {
    this.apart = apart.toNanos();
    this.nanos = nanos;
    this.waiting = waiting;
    free = nanos.getAsLong();
  }

  /** Returns when it is this caller's turn; at once where the thread is interrupted. */
  public synchronized void await() {
    long left = free - nanos.getAsLong();
    try {
      if (left > 0) {
        waiting.sleep(Duration.ofNanos(left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    free = nanos.getAsLong() + apart;
  }
}

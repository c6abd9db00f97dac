package io.certvigil.cloudflare.http;

import java.time.Duration;

/** Monotonic time and sleeping. Tests replace it with virtual time. */
public interface Ticker {
  /** The system's monotonic clock. */
  Ticker SYSTEM =
      new Ticker() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
          Thread.sleep(time);
        }
      };

  /** Nanoseconds since an arbitrary moment; only differences are meaningful. */
  long nanos();

  /** Sleeps for this long. */
  void sleep(Duration time) throws InterruptedException;
}

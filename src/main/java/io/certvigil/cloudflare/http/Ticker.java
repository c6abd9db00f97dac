package io.certvigil.cloudflare.http;

import java.time.Duration;

/** Time that only goes forward, and waiting in it. Tests drive it by hand. */
public interface Ticker {
  /** The machine's own. */
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

  /** Nanoseconds since some moment; only differences mean anything. */
  long nanos();

  /** Waits for so long. */
  void sleep(Duration time) throws InterruptedException;
}

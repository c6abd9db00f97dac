package io.certvigil.cloudflare;

import java.time.Duration;

/** Time that only goes forward, and waiting in it. Tests drive it by hand. */
interface Ticker {
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

  void sleep(Duration time) throws InterruptedException;
}

package io.certvigil.cli;

import java.util.concurrent.Semaphore;

/**
 * SIGHUP: one reload after another, and one for all the signals that came meanwhile. What comes
 * while the daemon still starts is not lost: it is what {@link #then} does first.
 */
final class HangUp {
  private final Semaphore bell = new Semaphore(0);

  /** A signal came; returns at once. */
  void ring() {
    bell.release();
  }

  /** From now on a signal does this. */
  void then(Runnable reload) {
    Thread.ofVirtual().name("reload").start(() -> serve(reload));
  }

  private void serve(Runnable reload) {
    try {
      while (true) {
        bell.acquire();
        bell.drainPermits();
        reload.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

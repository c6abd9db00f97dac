package io.certvigil.app;

import io.certvigil.store.StoreException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does the same small thing again and again: when it is woken, and at least once a
 * second, because commands beside the daemon write to the store and ring no bell.
 */
final class WorkLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WorkLoop.class);
  private static final Duration REST = Duration.ofSeconds(1);

  private final Semaphore bell = new Semaphore(0);
  private final Runnable beat;
  private final Thread thread;
  private boolean failing;

  WorkLoop(String name, Runnable beat) {
    this.beat = beat;
    thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void wake() {
    bell.release();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        beatOnce();
        if (bell.tryAcquire(REST.toMillis(), TimeUnit.MILLISECONDS)) {
          bell.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** An edge: said once when it begins to fail and once when it works again. */
  private void beatOnce() {
    try {
      beat.run();
      if (failing) {
        log.atInfo().addKeyValue("line", thread.getName()).log("works again");
      }
      failing = false;
    } catch (StoreException e) {
      if (!failing) {
        log.atError()
            .addKeyValue("line", thread.getName())
            .addKeyValue("error", e.getMessage())
            .log("the store does not work; nothing is lost, it is tried every second");
      }
      failing = true;
    } catch (RuntimeException | Error e) { // whatever it is: deliveries must go on
      if (!failing) {
        log.atError().addKeyValue("line", thread.getName()).setCause(e).log("failed; it goes on");
      }
      failing = true;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      if (thread.getState() != Thread.State.NEW) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

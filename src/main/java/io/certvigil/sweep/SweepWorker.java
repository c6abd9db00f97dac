package io.certvigil.sweep;

import io.certvigil.concurrent.WakeableThread;
import io.certvigil.store.failure.StoreException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that sweeps after each wake-up; several wake-ups during a sweep cause one more sweep.
 */
final class SweepWorker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SweepWorker.class);

  private final WakeableThread thread;
  private final AtomicLong runs = new AtomicLong();
  private volatile boolean fullSweepRequested;
  private volatile boolean fullSweepActive;
  private volatile boolean busy;

  SweepWorker(String name, Runnable sweep) {
    thread = new WakeableThread("sweep-" + name, () -> run(sweep));
  }

  void start() {
    thread.start();
  }

  /**
   * True if a full sweep is running or waiting; a sweep that only continues with remaining due
   * scopes does not count.
   */
  boolean fullSweepActive() {
    return fullSweepRequested || fullSweepActive;
  }

  /** Requests a full sweep and wakes the thread. */
  void requestFullSweep() {
    fullSweepRequested = true;
    wake();
  }

  /**
   * Wakes the thread. The returned supplier gives true after a sweep has ended that started after
   * this call.
   */
  BooleanSupplier completion() {
    boolean tooLate = busy; // read first: a sweep that ends in between must not count
    long end = runs.get() + (tooLate ? 2 : 1);
    wake();
    return () -> runs.get() >= end;
  }

  void wake() {
    thread.wake();
  }

  private void run(Runnable sweep) {
    fullSweepActive = fullSweepRequested;
    fullSweepRequested = false;
    busy = true;
    runLoggingErrors(sweep);
    busy = false;
    fullSweepActive = false;
    runs.incrementAndGet();
  }

  /** Catches everything, because a failed sweep must not terminate the thread. */
  private static void runLoggingErrors(Runnable sweep) {
    try {
      sweep.run();
    } catch (StoreException e) { // expected on a full disk: its message says what to do
      log.atError()
          .addKeyValue("error", e.getMessage())
          .log("sweep failed, store not usable; retrying with the next sweep");
    } catch (RuntimeException | Error e) {
      log.atError().setCause(e).log("sweep failed; retrying with the next sweep");
    }
  }

  /** Interrupts the thread and waits until it has terminated. */
  @Override
  public void close() {
    thread.close();
  }
}

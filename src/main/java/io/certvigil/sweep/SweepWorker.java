package io.certvigil.sweep;

import io.certvigil.concurrent.WakeableThread;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that sweeps when it is woken; woken often while it works, it works once more. */
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

  /** Whether a sweep of everything runs or waits; one that only picks up what was left does not. */
  boolean fullSweepActive() {
    return fullSweepRequested || fullSweepActive;
  }

  /** Wakes it for a sweep of everything. */
  void requestFullSweep() {
    fullSweepRequested = true;
    wake();
  }

  /** Wakes it; true once a sweep that began after this has ended. */
  BooleanSupplier completion() {
    boolean tooLate = busy; // looked at first: a sweep that ends meanwhile must not count
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

  /** An edge: a sweep that fails as a whole must not be the last one. */
  private static void runLoggingErrors(Runnable sweep) {
    try {
      sweep.run();
    } catch (RuntimeException | Error e) {
      log.atError().setCause(e).log("sweep failed; the next one begins anew");
    }
  }

  /** Interrupts and waits until it stands still. */
  @Override
  public void close() {
    thread.close();
  }
}

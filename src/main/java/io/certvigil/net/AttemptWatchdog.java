package io.certvigil.net;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Cancels an attempt at its time limit. The timeouts of a socket limit each read; a remote that
 * sends a byte now and then could stretch an attempt beyond any of them. One watchdog serves many
 * attempts at the same time.
 */
public final class AttemptWatchdog implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer;
  private final Duration limit;

  /**
   * @param limit of a whole attempt: name lookup, connecting, sending and reading
   */
  public AttemptWatchdog(Duration limit) {
    this("", limit);
  }

  /**
   * @param thread the name of the watchdog's thread
   * @param limit as above
   */
  public AttemptWatchdog(String thread, Duration limit) {
    this.limit = limit;
    timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(thread).factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * An attempt starts now. Disarm what this returns when the attempt is over.
   *
   * @param cancel what ends the attempt; called at most once, from the thread of the watchdog
   * @throws java.util.concurrent.RejectedExecutionException if the watchdog is closed
   */
  public Deadline start(Runnable cancel) {
    var passed = new AtomicBoolean();
    var task =
        timer.schedule(
            () -> {
              passed.set(true); // before the attempt fails: whoever sees that asks why
              cancel.run();
            },
            limit.toNanos(),
            TimeUnit.NANOSECONDS);
    return new Deadline(passed, task);
  }

  /** Cancels nothing any more. */
  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** When an attempt is cancelled. */
  public static final class Deadline {
    private final AtomicBoolean passed;
    private final Future<?> task;

    private Deadline(AtomicBoolean passed, Future<?> task) {
      this.passed = passed;
      this.task = task;
    }

    /** Whether the watchdog has cancelled the attempt. */
    public boolean passed() {
      return passed.get();
    }

    /** The attempt is over. */
    public void disarm() {
      task.cancel(false);
    }
  }
}

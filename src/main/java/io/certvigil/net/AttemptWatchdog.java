package io.certvigil.net;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Cancels an attempt at its time limit. Socket timeouts limit only single reads, so a remote that
 * sends single bytes slowly could extend an attempt without limit. One watchdog serves many
 * concurrent attempts.
 */
public final class AttemptWatchdog implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer;
  private final Duration limit;

  /**
   * @param thread the name of the watchdog's thread
   * @param limit of a complete attempt: name lookup, connecting, sending and reading
   */
  public AttemptWatchdog(String thread, Duration limit) {
    this.limit = limit;
    timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(thread).factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * Starts the time limit of an attempt. The caller must disarm the returned deadline when the
   * attempt is over.
   *
   * @param cancel aborts the attempt; called at most once, on the thread of the watchdog
   * @throws java.util.concurrent.RejectedExecutionException if the watchdog is closed
   */
  public Deadline start(Runnable cancel) {
    return start(limit, cancel);
  }

  /** As {@link #start(Runnable)}, with the limit of a part of the attempt. */
  public Deadline start(Duration limit, Runnable cancel) {
    var passed = new AtomicBoolean();
    var task =
        timer.schedule(
            () -> {
              passed.set(true); // before cancelling: the failing attempt reads this flag
              cancel.run();
            },
            limit.toNanos(),
            TimeUnit.NANOSECONDS);
    return new Deadline(passed, task);
  }

  /** Stops the watchdog; no further attempt is cancelled. */
  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** The deadline of one attempt. */
  public static final class Deadline {
    private final AtomicBoolean passed;
    private final Future<?> task;

    private Deadline(AtomicBoolean passed, Future<?> task) {
      this.passed = passed;
      this.task = task;
    }

    /** True if the watchdog has cancelled the attempt. */
    public boolean passed() {
      return passed.get();
    }

    /** Ends the time limit, because the attempt is over. */
    public void disarm() {
      task.cancel(false);
    }
  }
}

package io.certvigil.concurrent;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread that runs a task each time it is woken. Wake-ups that come while the task runs
 * or before the thread is started are not lost: together they make it run once more.
 */
public final class WakeableThread implements AutoCloseable {
  private final Semaphore bell = new Semaphore(0);
  private final @Nullable Duration longestRest;
  private final Runnable task;
  private final Thread thread;

  /**
   * @param task runs on the thread; what it throws ends the thread
   */
  public WakeableThread(String name, Runnable task) {
    this(name, null, task);
  }

  /**
   * @param longestRest after which the task runs without being woken; null if it never does
   * @param task as above
   */
  public WakeableThread(String name, @Nullable Duration longestRest, Runnable task) {
    this.longestRest = longestRest;
    this.task = task;
    thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /** To be called once. */
  public void start() {
    thread.start();
  }

  /** May be called from any thread, also before {@link #start}; returns at once. */
  public void wake() {
    bell.release();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        rest();
        task.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void rest() throws InterruptedException {
    if (longestRest == null) {
      bell.acquire();
    } else if (!bell.tryAcquire(longestRest.toMillis(), TimeUnit.MILLISECONDS)) {
      return;
    }
    bell.drainPermits();
  }

  /** Interrupts the task if it runs, and waits for the end of the thread. */
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

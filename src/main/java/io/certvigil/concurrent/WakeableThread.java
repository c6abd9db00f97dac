package io.certvigil.concurrent;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread that runs a task after each wake-up. Wake-ups that arrive while the task runs,
 * or before the thread is started, are not lost: together they cause one more run.
 */
public final class WakeableThread implements AutoCloseable {
  private final Semaphore wakeUps = new Semaphore(0);
  private final @Nullable Duration maxIdle;
  private final Runnable task;
  private final Thread thread;

  /**
   * @param task runs on the thread; an exception terminates the thread
   */
  public WakeableThread(String name, Runnable task) {
    this(name, null, task);
  }

  /**
   * @param maxIdle after which the task runs without a wake-up; null if it only runs after wake-ups
   * @param task as above
   */
  public WakeableThread(String name, @Nullable Duration maxIdle, Runnable task) {
    this.maxIdle = maxIdle;
    this.task = task;
    thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /** Starts the thread; must be called once. */
  public void start() {
    thread.start();
  }

  /** Thread-safe; may be called before {@link #start}; returns at once. */
  public void wake() {
    wakeUps.release();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        awaitWakeUp();
        task.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void awaitWakeUp() throws InterruptedException {
    if (maxIdle == null) {
      wakeUps.acquire();
    } else if (!wakeUps.tryAcquire(maxIdle.toMillis(), TimeUnit.MILLISECONDS)) {
      return;
    }
    wakeUps.drainPermits();
  }

  /** Interrupts the task if it runs, and waits until the thread has terminated. */
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

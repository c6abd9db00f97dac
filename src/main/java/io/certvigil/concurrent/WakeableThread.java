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
  private final Semaphore wakeUps = new Semaphore(0);
  private final @Nullable Duration maxIdle;
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
    this.maxIdle = longestRest;
    this.task = task;
    thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /** To be called once. */
  public void start() {
    thread.start();
  }

  /** May be called from any thread, also before {@link #start}; returns at once. */
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

package io.certvigil.concurrent;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WakeableThreadTest {
  private final AtomicInteger runs = new AtomicInteger();
  private final Semaphore running = new Semaphore(0);
  private final Semaphore mayEnd = new Semaphore(0);

  @Test
  void wakeUps_beforeTheStart_makeOneRun() throws InterruptedException {
    try (var thread = new WakeableThread("some", this::slowly)) {
      thread.wake();
      thread.wake();
      thread.start();
      finishRun();

      assertNoFurtherRun();
    }
  }

  @Test
  void wakeUps_whileItRuns_makeOneMoreRun() throws InterruptedException {
    try (var thread = new WakeableThread("some", this::slowly)) {
      thread.start();
      thread.wake();
      running.acquire();

      thread.wake();
      thread.wake();
      thread.wake();
      mayEnd.release();
      finishRun();

      assertNoFurtherRun();
    }
  }

  @Test
  void runsAgain_whenWokenWhileIdle() throws InterruptedException {
    try (var thread = new WakeableThread("some", this::slowly)) {
      thread.start();
      thread.wake();
      finishRun();

      thread.wake();

      finishRun();
    }
  }

  @Test
  void task_runsOnTheNamedVirtualThread() throws InterruptedException {
    var threads = new LinkedBlockingQueue<Thread>();
    try (var thread = new WakeableThread("some", () -> threads.add(Thread.currentThread()))) {
      thread.start();
      thread.wake();

      var used = threads.take();
      assertThat(used.getName()).isEqualTo("some");
      assertThat(used.isVirtual()).isTrue();
    }
  }

  @Test
  void runsAgain_afterTheMaximumIdleTime() throws InterruptedException {
    var twice = new CountDownLatch(2);
    try (var thread = new WakeableThread("some", Duration.ofMillis(1), twice::countDown)) {
      thread.start();

      assertThat(twice.await(10, SECONDS)).isTrue();
    }
  }

  @Test
  void close_interruptsTheTaskAndWaits() throws InterruptedException {
    var ended = new AtomicInteger();
    var thread =
        new WakeableThread(
            "some",
            () -> {
              slowly();
              ended.incrementAndGet();
            });
    thread.start();
    thread.wake();
    running.acquire();

    thread.close();

    assertThat(ended).hasValue(1);
  }

  @Test
  void close_returns_whenNeverStarted() {
    var thread = new WakeableThread("some", this::slowly);
    thread.wake();

    thread.close();

    assertThat(runs).hasValue(0);
  }

  private void finishRun() throws InterruptedException {
    running.acquire();
    mayEnd.release();
  }

  private void assertNoFurtherRun() throws InterruptedException {
    assertThat(running.tryAcquire(200, MILLISECONDS)).isFalse();
  }

  private void slowly() {
    runs.incrementAndGet();
    running.release();
    try {
      mayEnd.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

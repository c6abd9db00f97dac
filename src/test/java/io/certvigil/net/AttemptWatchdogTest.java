package io.certvigil.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AttemptWatchdogTest {
  private static final Duration SOON = Duration.ofMillis(1);
  private static final Duration NEVER = Duration.ofDays(1);

  @Test
  void attempt_isCancelled_atItsLimit() throws InterruptedException {
    var cancelled = new CountDownLatch(1);
    try (var watchdog = new AttemptWatchdog("some-watchdog", SOON)) {
      var deadline = watchdog.start(cancelled::countDown);

      assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(deadline.passed()).isTrue();
    }
  }

  @Test
  void attempt_isNotCancelled_onceItIsOver() throws InterruptedException {
    var first = new CountDownLatch(1);
    var second = new CountDownLatch(1);
    try (var watchdog = new AttemptWatchdog("some-watchdog", Duration.ofMillis(200))) {
      var over = watchdog.start(first::countDown);
      over.disarm();
      watchdog.start(second::countDown); // its limit comes after that of the first one

      assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(first.getCount()).isOne();
      assertThat(over.passed()).isFalse();
    }
  }

  @Test
  void cancelling_happensOnTheNamedThread() {
    var thread = new AtomicReference<>("");
    try (var watchdog = new AttemptWatchdog("some-watchdog", SOON)) {
      watchdog.start(() -> thread.set(Thread.currentThread().getName()));

      await().untilAsserted(() -> assertThat(thread).hasValue("some-watchdog"));
    }
  }

  @Test
  void attempt_isRefused_whenClosed() {
    var watchdog = new AttemptWatchdog("some-watchdog", NEVER);
    watchdog.close();

    assertThatThrownBy(() -> watchdog.start(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }
}

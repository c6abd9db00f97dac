package io.certvigil.schedule;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Uses real time with first runs in the past, so that no test waits longer than Quartz needs. */
class ScheduleTest {
  private static final Instant LONG_AGO = Instant.EPOCH;

  @Test
  void runsAtOnce_whenTheFirstTimeHasPassed() throws InterruptedException {
    var ran = new CountDownLatch(1);

    try (var schedule = new Schedule("test-past")) {
      schedule.every("task", Duration.ofDays(1), LONG_AGO, ran::countDown);
      schedule.start();

      ran.await();
    }
  }

  @Test
  void keepsItsTasks_whenAnotherHasTheSameName() throws InterruptedException {
    var ran = new CountDownLatch(2);

    try (var one = new Schedule("test-same");
        var other = new Schedule("test-same")) {
      one.every("task", Duration.ofDays(1), LONG_AGO, ran::countDown);
      other.every("task", Duration.ofDays(1), LONG_AGO, ran::countDown);
      one.start();
      other.start();

      ran.await();
    }
  }

  @Test
  void runsOnce_forAllMissedFireTimesOfACron() {
    var runs = new AtomicInteger();
    var others = new AtomicInteger();

    try (var schedule = new Schedule("test-cron")) {
      schedule.cron("task", Cron.of("0 0 0 1 1 ?", UTC), LONG_AGO, runs::incrementAndGet);
      schedule.every("clock", Duration.ofMillis(10), LONG_AGO, others::incrementAndGet);
      schedule.start();
      await().until(() -> others.get() > 10);
    }

    assertThat(runs).hasValue(1);
  }

  @Test
  void runsAgain_whenATaskFailed() {
    var runs = new AtomicInteger();

    try (var schedule = new Schedule("test-failing")) {
      schedule.every(
          "task",
          Duration.ofMillis(10),
          LONG_AGO,
          () -> {
            runs.incrementAndGet();
            throw new IllegalStateException("planted");
          });
      schedule.start();

      await().until(() -> runs.get() > 2);
    }
  }

  @Test
  void neverRunsATaskConcurrentlyWithItself() {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var runs = new AtomicInteger();

    try (var schedule = new Schedule("test-overlap")) {
      schedule.every(
          "task",
          Duration.ofMillis(1),
          LONG_AGO,
          () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inside.decrementAndGet();
            runs.incrementAndGet();
          });
      schedule.start();
      await().until(() -> runs.get() > 50);
    }

    assertThat(most).hasValue(1);
  }

  @Test
  void invalidCron_isRefusedWithTheReason() {
    assertThatThrownBy(() -> Cron.longestGap("nonsense", LONG_AGO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cron: ");
  }

  @Test
  void longestGap_isTheLongestTimeBetweenFireTimes() {
    assertThat(Cron.longestGap("0 0,10 * * * ?", LONG_AGO)).isEqualTo(Duration.ofMinutes(50));
    assertThat(Cron.longestGap("0 0 * * * ?", LONG_AGO)).isEqualTo(Duration.ofHours(1));
    assertThat(Cron.longestGap("0 * 9-16 ? * MON-FRI", LONG_AGO))
        .isEqualTo(Duration.ofHours(64).plusMinutes(1));
  }

  @Test
  void lastFireTime_isTheLatestThatHasPassed() {
    var now = LONG_AGO.plus(Duration.ofMinutes(150));

    assertThat(Cron.lastFireTime("0 0 * * * ?", UTC, LONG_AGO, now))
        .isPresent()
        .get()
        .satisfies(last -> assertThat(Duration.between(last, now)).isLessThan(Duration.ofHours(1)));
    assertThat(Cron.lastFireTime("0 0 0 1 1 ? 2099", UTC, LONG_AGO, now)).isEmpty();
  }
}

package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.certvigil.schedule.Schedule;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulerSupervisorTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock();
  private final AtomicInteger schedules = new AtomicInteger();
  private final SchedulerSupervisor clockwork =
      new SchedulerSupervisor(
          () -> new Schedule("test"), schedule -> schedules.incrementAndGet(), clock::nanos);

  @AfterEach
  void close() {
    clockwork.close();
  }

  @Test
  void scheduleThatStrikes_isLeftAlone() {
    clockwork.start();

    for (int minute = 0; minute < 10; minute++) {
      clock.advance(MINUTE);
      clockwork.minute(() -> {});
      clockwork.look();
    }

    assertThat(schedules).hasValue(1);
    assertThat(clockwork.stopped()).isEmpty();
  }

  @Test
  void frozenSchedule_isReplaced_andCountsAsStoppedUntilTheNewOneStrikes() {
    clockwork.start();
    clock.advance(SchedulerSupervisor.LIMIT);

    clockwork.look();
    clockwork.look();

    assertThat(schedules).hasValue(2);
    assertThat(clockwork.stopped()).contains(SchedulerSupervisor.LIMIT);
    clockwork.minute(() -> {});
    assertThat(clockwork.stopped()).isEmpty();
  }

  @Test
  void replacementThatFreezesToo_isReplacedInItsTurn() {
    clockwork.start();
    for (int minute = 0; minute < 9; minute++) {
      clock.advance(MINUTE);
      clockwork.look();
    }

    assertThat(schedules).hasValue(4);
  }

  @Test
  void replacementThatDoesNotStart_leavesNoThreads() {
    var broken =
        new SchedulerSupervisor(
            () -> new Schedule("broken"),
            schedule -> {
              if (schedules.incrementAndGet() > 1) {
                throw new IllegalStateException("the store cannot be read");
              }
            },
            clock::nanos);
    try (broken) {
      broken.start();
      long before = threads("broken");
      clock.advance(SchedulerSupervisor.LIMIT);
      for (int look = 0; look < 5; look++) {
        assertThatThrownBy(broken::look).isInstanceOf(IllegalStateException.class);
      }
      await().untilAsserted(() -> assertThat(threads("broken")).isEqualTo(before));
    }
  }

  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(name))
        .count();
  }

  @Test
  void clockThatIsSet_isNoAlarm() {
    clockwork.start();

    clock.jump(Duration.ofDays(400));
    clockwork.look();

    assertThat(schedules).hasValue(1);
    assertThat(clockwork.stopped()).isEmpty();
  }

  @Test
  void workThatDoesNotEnd_isSaid_butNotDoneBesideItself() {
    clockwork.start();

    clockwork.minute(
        () -> {
          clock.advance(SchedulerSupervisor.LIMIT);
          clockwork.look();
          assertThat(clockwork.stopped()).isPresent();
        });

    assertThat(schedules).hasValue(1);
    assertThat(clockwork.stopped()).isEmpty();
  }

  @Test
  void closed_staysClosed() {
    clockwork.start();
    clockwork.close();
    clock.advance(SchedulerSupervisor.LIMIT);

    clockwork.look();

    assertThat(schedules).hasValue(1);
    assertThat(clockwork.stopped()).isEmpty();
  }
}

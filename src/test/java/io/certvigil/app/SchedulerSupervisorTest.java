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
  private final SchedulerSupervisor supervisor =
      new SchedulerSupervisor(
          () -> new Schedule("test"), schedule -> schedules.incrementAndGet(), clock::nanos);

  @AfterEach
  void close() {
    supervisor.close();
  }

  @Test
  void scheduleThatRuns_isKept() {
    supervisor.start();

    for (int minute = 0; minute < 10; minute++) {
      clock.advance(MINUTE);
      supervisor.runMinute(() -> {});
      supervisor.check();
    }

    assertThat(schedules).hasValue(1);
    assertThat(supervisor.stalledFor()).isEmpty();
  }

  @Test
  void stalledSchedule_isReplaced_andCountsAsStalledUntilTheNewOneRuns() {
    supervisor.start();
    clock.advance(SchedulerSupervisor.LIMIT);

    supervisor.check();
    supervisor.check();

    assertThat(schedules).hasValue(2);
    assertThat(supervisor.stalledFor()).contains(SchedulerSupervisor.LIMIT);
    supervisor.runMinute(() -> {});
    assertThat(supervisor.stalledFor()).isEmpty();
  }

  @Test
  void replacementThatStallsToo_isReplaced() {
    supervisor.start();
    for (int minute = 0; minute < 9; minute++) {
      clock.advance(MINUTE);
      supervisor.check();
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
      for (int check = 0; check < 5; check++) {
        assertThatThrownBy(broken::check).isInstanceOf(IllegalStateException.class);
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
  void wallClockThatIsSet_isNoAlarm() {
    supervisor.start();

    clock.jump(Duration.ofDays(400));
    supervisor.check();

    assertThat(schedules).hasValue(1);
    assertThat(supervisor.stalledFor()).isEmpty();
  }

  @Test
  void taskThatHangs_countsAsStalled_butIsNotRunTwice() {
    supervisor.start();

    supervisor.runMinute(
        () -> {
          clock.advance(SchedulerSupervisor.LIMIT);
          supervisor.check();
          assertThat(supervisor.stalledFor()).isPresent();
        });

    assertThat(schedules).hasValue(1);
    assertThat(supervisor.stalledFor()).isEmpty();
  }

  @Test
  void taskInManyRounds_isNoHang_asLongAsItAdvances() {
    supervisor.start();

    supervisor.runMinute(
        () -> {
          for (int round = 0; round < 10; round++) {
            clock.advance(SchedulerSupervisor.LIMIT.minusSeconds(1));
            supervisor.check();
            assertThat(supervisor.stalledFor()).isEmpty();
            supervisor.progress();
          }
          clock.advance(SchedulerSupervisor.LIMIT);
          assertThat(supervisor.stalledFor()).contains(SchedulerSupervisor.LIMIT);
        });

    assertThat(schedules).hasValue(1);
    assertThat(supervisor.stalledFor()).isEmpty();
  }

  @Test
  void closed_staysClosed() {
    supervisor.start();
    supervisor.close();
    clock.advance(SchedulerSupervisor.LIMIT);

    supervisor.check();

    assertThat(schedules).hasValue(1);
    assertThat(supervisor.stalledFor()).isEmpty();
  }
}

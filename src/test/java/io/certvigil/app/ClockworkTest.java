package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.schedule.Schedule;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClockworkTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final SettableClock clock = new SettableClock();
  private final AtomicInteger schedules = new AtomicInteger();
  private final Clockwork clockwork =
      new Clockwork(
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
    clock.advance(Clockwork.LIMIT);

    clockwork.look();
    clockwork.look();

    assertThat(schedules).hasValue(2);
    assertThat(clockwork.stopped()).contains(Clockwork.LIMIT);
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
          clock.advance(Clockwork.LIMIT);
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
    clock.advance(Clockwork.LIMIT);

    clockwork.look();

    assertThat(schedules).hasValue(1);
    assertThat(clockwork.stopped()).isEmpty();
  }
}

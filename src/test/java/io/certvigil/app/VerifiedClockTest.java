package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifiedClockTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualClock wall = new ManualClock();
  private final Instant start = wall.instant();
  private final VerifiedClock time = new VerifiedClock(wall, wall::nanos);

  /** Cloudflare answers; the wall clock is ahead of it by so much. */
  private void compared(Duration skew) {
    time.observeRemote(wall.instant().minus(skew));
  }

  @Test
  void nothingIsDecided_beforeTheFirstAnswer() {
    assertThat(time.mayDecide()).isFalse();

    compared(SECOND);

    assertThat(time.mayDecide()).isTrue();
  }

  @Test
  void timeIsTrusted_afterAQuarterOfAnHourWithoutAnswer() {
    wall.advance(VerifiedClock.MAX_DOUBT.minus(SECOND));
    assertThat(time.mayDecide()).isFalse();

    wall.advance(SECOND);

    assertThat(time.mayDecide()).isTrue();
  }

  /** Alerts are decided then, but nothing is deleted by a clock that may be wrong. */
  @Test
  void trustWithoutAnswer_isNoConfirmation_andAJumpRevokesIt() {
    wall.advance(VerifiedClock.MAX_DOUBT);
    assertThat(time.mayDecide()).isTrue();
    assertThat(time.confirmed()).isFalse();

    compared(SECOND);
    assertThat(time.confirmed()).isTrue();

    wall.jump(Duration.ofDays(3650));
    assertThat(time.confirmed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT6M", "-PT6M", "P3650D", "-P3650D"})
  void jump_isNotFollowed_andNothingIsDecided_untilCloudflareAgrees(Duration by) {
    compared(SECOND);

    wall.jump(by);

    assertThat(time.instant()).isEqualTo(start);
    assertThat(time.mayDecide()).isFalse();
    assertThat(time.skew()).contains(by.plus(SECOND));

    // It was set to the right time: Cloudflare agrees with the wall clock.
    compared(SECOND);
    compared(SECOND);

    assertThat(time.instant()).isEqualTo(start.plus(by));
    assertThat(time.mayDecide()).isTrue();
  }

  @Test
  void timeContinues_whileTheWallClockIsWrong() {
    compared(SECOND);
    wall.jump(Duration.ofDays(3650));
    wall.advance(HOUR);

    // It was set to a wrong time: Cloudflare agrees with the time before the jump.
    compared(Duration.ofDays(3650));

    assertThat(time.instant()).isEqualTo(start.plus(HOUR));
    assertThat(time.mayDecide()).isTrue();
  }

  @Test
  void timeBeforeTheJump_isUsed_whenCloudflareDoesNotAnswer() {
    compared(SECOND);
    wall.jump(Duration.ofDays(400));

    assertThat(time.mayDecide()).isFalse();
    wall.advance(VerifiedClock.MAX_DOUBT);

    assertThat(time.mayDecide()).isTrue();
    assertThat(time.instant()).isEqualTo(start.plus(VerifiedClock.MAX_DOUBT));
  }

  @Test
  void jumpBeforeTheFirstAnswer_isFollowed_andTrustedAfterAnotherQuarter() {
    wall.advance(Duration.ofMinutes(14));
    wall.jump(Duration.ofDays(20_000));

    assertThat(time.instant()).isEqualTo(wall.instant());
    wall.advance(Duration.ofMinutes(14));
    assertThat(time.mayDecide()).isFalse();
    wall.advance(Duration.ofMinutes(1));
    assertThat(time.mayDecide()).isTrue();
  }

  @Test
  void smallSteps_areFollowed() {
    compared(SECOND);

    wall.jump(Duration.ofMinutes(4));

    assertThat(time.instant()).isEqualTo(start.plus(Duration.ofMinutes(4)));
    assertThat(time.mayDecide()).isTrue();
  }

  @Test
  void wrongClock_isCorrected_afterTwoAnswersThatAgree() {
    compared(Duration.ofDays(2));
    assertThat(time.mayDecide()).isFalse();

    compared(Duration.ofDays(2));

    assertThat(time.mayDecide()).isTrue();
    assertThat(time.instant()).isEqualTo(start.minus(Duration.ofDays(2)));
    assertThat(time.toWallClock(time.instant())).isEqualTo(wall.instant());
    assertThat(time.skew()).contains(Duration.ofDays(2));
  }

  @Test
  void singleWrongAnswer_changesNothing() {
    compared(SECOND);

    compared(Duration.ofDays(-700));
    compared(Duration.ofDays(900));
    compared(SECOND);
    compared(Duration.ofDays(-700));

    assertThat(time.instant()).isEqualTo(start);
    assertThat(time.mayDecide()).isTrue();
  }

  @Test
  void unobservedJump_isNotCountedTwice() {
    compared(SECOND);
    wall.jump(Duration.ofDays(10));

    compared(Duration.ofDays(10));

    assertThat(time.instant()).isEqualTo(start);
    assertThat(time.mayDecide()).isTrue();
  }

  @Test
  void correctionEnds_whenTheWallIsSetRight() {
    compared(HOUR);
    compared(HOUR);
    assertThat(time.instant()).isEqualTo(start.minus(HOUR));

    wall.jump(HOUR.negated());
    assertThat(time.instant()).isEqualTo(start.minus(HOUR));
    compared(Duration.ZERO);

    assertThat(time.instant()).isEqualTo(wall.instant());
    assertThat(time.toWallClock(time.instant())).isEqualTo(wall.instant());
    assertThat(time.mayDecide()).isTrue();
  }
}

package io.certvigil.notify.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  @ParameterizedTest
  @CsvSource({
    "1, PT0S",
    "2, PT5S",
    "3, PT30S",
    "4, PT2M",
    "5, PT5M",
    "6, PT15M",
    "7, PT30M",
    "8, PT1H",
    "9, PT1H",
    "10000, PT1H"
  })
  void delay_growsToAnHour(int failures, Duration expected) {
    assertThat(Backoff.outage(failures, 0.5)).isEqualTo(expected);
  }

  @Test
  void hourlyDelay_comesOnlyAfterHalfAnHour() {
    var lasted = Duration.ZERO;
    int failures = 1;
    while (Backoff.outage(failures, 0).compareTo(Duration.ofMinutes(40)) < 0) {
      lasted = lasted.plus(Backoff.outage(failures, 0));
      failures++;
    }

    assertThat(lasted).isGreaterThan(Duration.ofMinutes(30));
  }

  @Test
  void jitter_isAFifthEitherWay() {
    assertThat(Backoff.outage(3, 0)).isEqualTo(Duration.ofSeconds(24));
    assertThat(Backoff.outage(3, 0.999_999_9)).isEqualTo(Duration.ofSeconds(36));
  }

  @Test
  void noDelay_isLongerThanTheLongest() {
    assertThat(Backoff.outage(99, 0.999_999_9)).isLessThanOrEqualTo(Backoff.LONGEST);
    assertThat(Backoff.hourly(0.999_999_9)).isLessThanOrEqualTo(Backoff.LONGEST);
  }

  @Test
  void thirdRejection_isWithinTheHour() {
    assertThat(Backoff.rejected(1, 0.999_999_9)).isLessThan(Duration.ofMinutes(15));
    assertThat(Backoff.rejected(1, 0.999_999_9).plus(Backoff.rejected(2, 0.999_999_9)))
        .isLessThan(Duration.ofHours(1));
  }
}

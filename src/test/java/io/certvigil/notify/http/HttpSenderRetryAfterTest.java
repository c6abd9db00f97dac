package io.certvigil.notify.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSenderRetryAfterTest {
  @ParameterizedTest
  @CsvSource({"0, PT0S", "3600, PT1H", "3601, PT1H", "9999999999999999999, PT1H", "soon, PT0S"})
  void delay_isAtMostAnHour(String header, Duration expected) {
    assertThat(HttpSender.RETRY_AFTER.delay(header, Instant.EPOCH)).isEqualTo(expected);
  }
}

package io.certvigil.notify.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSenderRetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-20T22:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "1, PT1S",
    "' 90 ', PT1M30S",
    "3600, PT1H",
    "3601, PT1H",
    "86400, PT1H",
    "999999999999999999999999, PT1H",
    "'Fri, 20 Nov 2026 22:10:00 GMT', PT10M",
    "'Sat, 21 Nov 2026 22:10:00 GMT', PT1H",
    "'Thu, 19 Nov 2026 22:10:00 GMT', PT0S",
  })
  void delay_isParsed(String header, Duration expected) {
    assertThat(HttpSender.RETRY_AFTER.delay(header, NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-5", "1.5", "soon", "5m", "٣", "Fri, 31 Feb 2026 22:10:00 GMT", "\u0000"})
  void nothing_whenGarbage(String header) {
    assertThat(HttpSender.RETRY_AFTER.delay(header, NOW)).isZero();
  }

  @Test
  void nothing_whenMissing() {
    assertThat(HttpSender.RETRY_AFTER.delay(null, NOW)).isZero();
  }
}

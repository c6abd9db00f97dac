package io.certvigil.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-20T22:00:00Z");
  private static final Duration UNREADABLE = Duration.ofSeconds(7);
  private static final Duration TOO_MANY_DIGITS = Duration.ofSeconds(8);
  private static final RetryAfter RETRY_AFTER =
      new RetryAfter(Duration.ofSeconds(10), Duration.ofHours(1), UNREADABLE, TOO_MANY_DIGITS);

  @ParameterizedTest
  @CsvSource({
    "9, PT10S",
    "10, PT10S",
    "' 90 ', PT1M30S",
    "3601, PT1H",
    "999999999999999999, PT1H",
    "'Fri, 20 Nov 2026 22:10:00 GMT', PT10M",
    "'Fri, 20 Nov 2026 21:00:00 GMT', PT10S",
    "'Fri, 20 Nov 2026 23:00:01 GMT', PT1H",
  })
  void delay_isBounded(String header, Duration expected) {
    assertThat(RETRY_AFTER.delay(header, NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", "-5", "1.5", "soon", "5m", "٣", "Fri, 31 Feb 2026 22:10:00 GMT", "\u0000"})
  void unreadable_isNotBounded(@Nullable String header) {
    assertThat(RETRY_AFTER.delay(header, NOW)).isEqualTo(UNREADABLE);
  }

  @Test
  void tooManyDigits_areNotRead() {
    assertThat(RETRY_AFTER.delay("1000000000000000000", NOW)).isEqualTo(TOO_MANY_DIGITS);
  }
}

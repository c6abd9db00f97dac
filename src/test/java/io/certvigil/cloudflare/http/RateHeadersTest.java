package io.certvigil.cloudflare.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateHeadersTest {
  private static final Instant NOW = Instant.parse("2026-11-20T22:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2, PT2S",
    "' 7200 ', PT2H",
    "0, PT1S",
    "86400, PT24H",
    "999999999999, PT24H",
    "'Fri, 20 Nov 2026 22:10:00 GMT', PT10M",
    "'Fri, 20 Nov 2026 21:00:00 GMT', PT1S",
    "'Fri, 20 Nov 2099 21:00:00 GMT', PT24H"
  })
  void pauseIsAsGiven_betweenASecondAndADay(String header, Duration expected) {
    assertThat(RateHeaders.pause(header, NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "1.5", "99999999999999999999999", "Fri, 99 Nov 2026"})
  void pauseIsFiveMinutes_whenNotParseable(String header) {
    assertThat(RateHeaders.pause(header, NOW)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void pauseIsFiveMinutes_whenMissing() {
    assertThat(RateHeaders.pause(null, NOW)).isEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"default\";r=50;t=30', 50, PT30S",
    "'\"default\"; r=0; t=12', 0, PT12S",
    "'\"default\";r=50;q=100;t=30', 50, PT30S",
    "'\"a\";r=500;t=30, \"burst\";r=3;t=10', 3, PT10S",
    "'\"default\";r=50;t=999999', 50, PT5M"
  })
  void remainingIsTheMostRestrictiveLimit(String header, int requests, Duration window) {
    assertThat(RateHeaders.remaining(header)).contains(new RateHeaders.Remaining(requests, window));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"default\"", "r=;t=", "r=x;t=3", "r=1;t=0", "r=99999999999;t=3"})
  void empty_whenNotParseable(String header) {
    assertThat(RateHeaders.remaining(header)).isEmpty();
  }
}

package io.certvigil.cloudflare.fields;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationsTest {
  @ParameterizedTest
  @CsvSource({
    "8760h, P365D",
    "8760h0m0s, P365D",
    "60m, PT1H",
    "2h45m, PT2H45M",
    "1.5h, PT1H30M",
    "300ms, PT0.3S",
    "10us, PT0.00001S",
    "10µs, PT0.00001S",
    "7ns, PT0.000000007S",
    "999999999h, PT999999999H"
  })
  void durationIsParsed(String text, Duration expected) {
    assertThat(GoDurations.parse(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0s",
        "forever",
        "8760",
        "-1h",
        "1d",
        "1h 30m",
        "h",
        "99999999999h",
        "1h1h1h1h1h1h1h1h1h1h1h1h1h1h1h1h1h1h1h1h1h1h1h1h"
      })
  void empty_whenNotADuration(String text) {
    assertThat(GoDurations.parse(text)).isEmpty();
  }

  @Test
  void empty_whenMissing() {
    assertThat(GoDurations.parse(null)).isEmpty();
  }
}

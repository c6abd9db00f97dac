package io.certvigil.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({"90s, PT90S", "2m, PT2M", "36h, PT36H", "14d, PT336H", "2w, PT336H", "0s, PT0S"})
  void duration_isParsed(String text, Duration duration) {
    assertThat(Durations.parse(text)).contains(duration);
    assertThat(Durations.parseLenient(text)).contains(duration);
  }

  @ParameterizedTest
  @CsvSource({"0, PT0S", "007d, PT168H", "9999999999s, PT9999999999S"})
  void otherForms_areParsedLeniently(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEmpty();
    assertThat(Durations.parseLenient(text)).contains(duration);
  }

  @ParameterizedTest
  @CsvSource({"''", "d", "-1d", "1x", "1.5d", "00", "99999999999d"})
  void otherText_isNoDuration(String text) {
    assertThat(Durations.parse(text)).isEmpty();
    assertThat(Durations.parseLenient(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"86400, 1d", "129600, 36h", "403200, 112h", "90, 90s", "120, 2m", "0, 0s"})
  void duration_isPrintedInItsLargestUnit(long seconds, String text) {
    assertThat(Durations.print(Duration.ofSeconds(seconds))).isEqualTo(text);
  }
}

package io.certvigil.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadableTest {
  @ParameterizedTest
  @CsvSource({
    "PT333H, 13 d 21 h, 13 d",
    "P214D, 214 d, 214 d",
    "PT5141H, 214 d 5 h, 214 d",
    "PT5H12M, 5 h 12 min, 5 h",
    "PT5H, 5 h, 5 h",
    "PT42M59S, 42 min, 42 min",
    "PT59S, 0 min, 0 min",
    "-PT77H, 3 d 5 h, 3 d"
  })
  void duration_hasTwoUnitsAtMost(Duration duration, String readable, String rough) {
    assertThat(ReadableDuration.of(duration)).isEqualTo(readable);
    assertThat(ReadableDuration.rough(duration)).isEqualTo(rough);
  }

  @Test
  void time_isFormattedToTheMinute() {
    var at = Instant.parse("2026-12-04T20:00:59.9Z");

    assertThat(ReadableTime.minute(at)).isEqualTo("2026-12-04 20:00");
    assertThat(ReadableTime.iso(at)).isEqualTo("2026-12-04T20:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21, 2026-11-21T00:00:00Z",
    "2026-11-21T08:00Z, 2026-11-21T08:00:00Z",
    "2026-11-21T08:00:07+01:00, 2026-11-21T07:00:07Z"
  })
  void time_isParsed(String typed, Instant at) {
    assertThat(ReadableTime.parse(typed)).isEqualTo(at);
  }

  @ParameterizedTest
  @CsvSource({"tomorrow", "2026-11-31", "2026-11-21T08:00", "''"})
  void invalidTime_isRejected(String typed) {
    assertThatThrownBy(() -> ReadableTime.parse(typed)).isInstanceOf(DateTimeException.class);
  }

  @Test
  void labels_areFoundAmongFields() {
    assertThat(LabelField.labels(Map.of("label.team", "platform", "zone", "z")))
        .isEqualTo(Map.of("team", "platform"));
    assertThat(LabelField.of("team")).isEqualTo("label.team");
  }
}

package io.certvigil.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
  @Test
  void date_isRead() {
    assertThat(HttpDate.parse(" Fri, 20 Nov 2026 22:10:00 GMT "))
        .contains(Instant.parse("2026-11-20T22:10:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "2026-11-20T22:10:00Z", "Fri, 31 Feb 2026 22:10:00 GMT"})
  void empty_whenNotADate(String header) {
    assertThat(HttpDate.parse(header)).isEmpty();
  }

  @Test
  void empty_whenMissing() {
    assertThat(HttpDate.parse(null)).isEmpty();
  }
}

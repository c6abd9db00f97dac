package io.certvigil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {
  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "@x", "-1+1", "\tx"})
  void csv_disarmsFormulas(String text) {
    assertThat(Cells.csv(text)).startsWith("'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-3", "0", "plain", "a=b", ""})
  void csv_leavesTheRest(String text) {
    assertThat(Cells.csv(text)).isEqualTo(text);
  }

  @Test
  void csv_quotesCommasQuotesAndLineBreaks() {
    assertThat(Cells.csv("a,\"b\"\nc")).isEqualTo("\"a,\"\"b\"\"\nc\"");
  }

  @Test
  void plain_letsNoNameMoveTheCursor() {
    assertThat(Cells.plain("a\u001b[2Jb\u202Ec\nd")).isEqualTo("a\uFFFD[2Jb\uFFFDc\uFFFDd");
  }

  @Test
  void rung_ofZeroIsExpired() {
    assertThat(Cells.rung(Duration.ZERO)).isEqualTo("expired");
    assertThat(Cells.rung(Duration.ofDays(14))).isEqualTo("14d");
    assertThat(Cells.rung(Duration.ofHours(36))).isEqualTo("36h");
  }
}

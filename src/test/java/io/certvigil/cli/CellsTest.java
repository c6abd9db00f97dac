package io.certvigil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CellsTest {
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

package io.certvigil.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.PrintableText;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CellFormatTest {
  @Test
  void plain_removesCursorMovements() {
    assertThat(PrintableText.of("a\u001b[2Jb\u202Ec\nd")).isEqualTo("a\uFFFD[2Jb\uFFFDc\uFFFDd");
  }

  @Test
  void rung_ofZeroIsExpired() {
    assertThat(CellFormat.rung(Duration.ZERO)).isEqualTo("expired");
    assertThat(CellFormat.rung(Duration.ofDays(14))).isEqualTo("14d");
    assertThat(CellFormat.rung(Duration.ofHours(36))).isEqualTo("36h");
  }
}

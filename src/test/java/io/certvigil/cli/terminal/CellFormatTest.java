package io.certvigil.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.PrintableText;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellFormatTest {
  @Test
  void plain_removesCursorMovements() {
    assertThat(PrintableText.of("a\u001b[2Jb\u202Ec\nd")).isEqualTo("a\uFFFD[2Jb\uFFFDc\uFFFDd");
  }

  @ParameterizedTest
  @CsvSource({
    "PT-7M,7 min ago",
    "PT-30S,just now",
    "PT30S,now",
    "PT0S,now",
    "PT59M,59 min",
    "PT5H30M,5 h",
    "PT-23H,23 h ago",
    "PT47H,1 d",
    "P-58D,58 d ago",
  })
  void left_isNeverZeroOrMinusADay(Duration left, String text) {
    var now = Instant.parse("2026-11-20T22:00:00Z");

    assertThat(CellFormat.left(now.plus(left), now)).isEqualTo(text);
  }

  @Test
  void rung_ofZeroIsExpired() {
    assertThat(CellFormat.rung(Duration.ZERO)).isEqualTo("expired");
    assertThat(CellFormat.rung(Duration.ofDays(14))).isEqualTo("14d");
    assertThat(CellFormat.rung(Duration.ofHours(36))).isEqualTo("36h");
  }
}

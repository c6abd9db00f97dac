package io.certvigil.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckTest {
  private static final Check LONG =
      Check.warning(
          "lists main", "6 lists checked: 2 readable, 4 forbidden: add Zero Trust (Read)");

  @Test
  void withoutATerminal_isOneLine() {
    assertThat(LONG.lines(0)).hasSize(1).first().asString().endsWith("(Read)");
  }

  @Test
  void onATerminal_isWrapped() {
    assertThat(LONG.lines(60))
        .containsExactly(
            "warning  lists main        6 lists checked: 2 readable, 4",
            "         forbidden: add Zero Trust (Read)");
  }

  @Test
  void longWord_isNotCut() {
    var check = Check.ok("store", "/" + "x".repeat(80) + " opens");

    assertThat(check.lines(50))
        .anyMatch(line -> line.contains("/" + "x".repeat(80)))
        .last()
        .isEqualTo("         opens");
  }

  @Test
  void externalName_cannotMoveTheCursor() {
    assertThat(Check.ok("sight a", "\u001b[2J").lines(0))
        .containsExactly("ok       sight a           \uFFFD[2J");
  }
}

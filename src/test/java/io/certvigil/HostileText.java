package io.certvigil;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

/** Text that nobody should be able to place in an output for people, and the check of an output. */
public final class HostileText {
  /** Characters that end a line, command a terminal, reorder or hide text, or are none. */
  private static final Map<String, String> CHARACTERS =
      Map.ofEntries(
          Map.entry("escape", "\u001b[31m"),
          Map.entry("CR LF", "\r\n"),
          Map.entry("LF", "\n"),
          Map.entry("tab", "\t"),
          Map.entry("NUL", "\u0000"),
          Map.entry("bell", "\u0007"),
          Map.entry("backspace", "\b"),
          Map.entry("delete", "\u007f"),
          Map.entry("next line", "\u0085"),
          Map.entry("C1 control sequence", "\u009b2J"),
          Map.entry("right-to-left override", "\u202e"),
          Map.entry("left-to-right isolate", "\u2066"),
          Map.entry("zero width space", "\u200b"),
          Map.entry("line separator", "\u2028"),
          Map.entry("paragraph separator", "\u2029"),
          Map.entry("byte order mark", "\ufeff"),
          Map.entry("tag", "\udb40\udc20"),
          Map.entry("private use", "\ue000"),
          Map.entry("unassigned", "\uffff"),
          Map.entry("high surrogate", "\ud800"),
          Map.entry("low surrogate", "\udc00"));

  /** A letter before and behind, so that no stripping of blanks removes the character. */
  public static final List<String> ALL =
      CHARACTERS.values().stream().map(text -> "x" + text + "y").sorted().toList();

  private static final String UNPRINTABLE = "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]";

  private HostileText() {}

  /** One line of an output: no unprintable character is left in it. */
  public static void assertPrintable(String line) {
    assertThat(line).doesNotContainPattern(UNPRINTABLE);
  }

  /** An output of several lines that has as many as with harmless text. */
  public static void assertPrintable(String output, String harmless) {
    assertThat(output.split("\r?\n", -1))
        .hasSameSizeAs(harmless.split("\r?\n", -1))
        .allSatisfy(HostileText::assertPrintable);
  }
}

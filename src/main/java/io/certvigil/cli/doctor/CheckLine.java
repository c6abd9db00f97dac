package io.certvigil.cli.doctor;

import io.certvigil.model.PrintableText;
import java.util.ArrayList;
import java.util.List;

/**
 * Formats a check for people: wrapped to the width of the terminal, or one line if there is none.
 */
public final class CheckLine {
  private static final int STATUS = 9;
  private static final int NAME = 18;
  private static final int NARROWEST = 40;

  private CheckLine() {}

  public static List<String> of(Check check, int width) {
    var name = check.name() + " ".repeat(Math.max(2, NAME - check.name().length()));
    var line = PrintableText.of(pad(check.status().word(), STATUS) + name + check.message());
    return width < NARROWEST ? List.of(line) : wrapped(line, width);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  private static List<String> wrapped(String line, int width) {
    var lines = new ArrayList<String>();
    var rest = line;
    while (rest.length() > width) {
      int blank = rest.lastIndexOf(' ', width);
      // A word that is longer than a line is not cut, so that it can be copied.
      int end = blank > STATUS ? blank : rest.indexOf(' ', width);
      if (end < 0) {
        break;
      }
      lines.add(rest.substring(0, end).stripTrailing());
      rest = " ".repeat(STATUS) + rest.substring(end).strip();
    }
    lines.add(rest);
    return lines;
  }
}

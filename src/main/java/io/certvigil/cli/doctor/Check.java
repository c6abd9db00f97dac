package io.certvigil.cli.doctor;

import io.certvigil.model.PrintableText;
import io.certvigil.model.WordedEnum;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of one check.
 *
 * @param name what was checked, such as {@code channel ops-hook}
 * @param message one line; if there is a problem, with advice
 */
public record Check(String name, Status status, String message) {
  private static final int STATUS = 9;
  private static final int NAME = 18;
  private static final int NARROWEST = 40;

  /** In the order of severity, OK first. */
  enum Status implements WordedEnum {
    OK,
    /** It works, but needs attention. */
    WARNING,
    FAILED
  }

  public static Check ok(String name, String message) {
    return new Check(name, Status.OK, message);
  }

  static Check warning(String name, String message) {
    return new Check(name, Status.WARNING, message);
  }

  static Check failed(String name, String message) {
    return new Check(name, Status.FAILED, message);
  }

  /** For people: wrapped to the width of the terminal, or one line if there is none. */
  public List<String> lines(int width) {
    var line = PrintableText.of(pad(status.word(), STATUS, 1) + pad(name, NAME, 2) + message);
    return width < NARROWEST ? List.of(line) : wrapped(line, width);
  }

  private static String pad(String text, int width, int gap) {
    return text + " ".repeat(Math.max(gap, width - text.length()));
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

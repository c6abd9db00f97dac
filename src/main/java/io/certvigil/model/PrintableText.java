package io.certvigil.model;

import java.util.Locale;

/**
 * Makes untrusted text safe to show to people. Control characters, line separators, bidi and other
 * invisible format characters, unpaired surrogates, and code points without a meaning (private use,
 * unassigned) could end a line, move a cursor, change the reading direction or hide other text.
 * Escapes of an output format (HTML, CSV formulas, mrkdwn) are applied afterwards by that output.
 * Lengths are counted in code points, and no code point is split.
 */
public final class PrintableText {
  private static final int REPLACEMENT = '\ufffd';

  private PrintableText() {}

  public static boolean printable(int codePoint) {
    if (codePoint >= ' ' && codePoint < 0x7f) {
      return true;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  public static boolean printable(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (!printable(text.codePointAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The character itself, or U+FFFD in place of an unprintable one. */
  public static int of(int codePoint) {
    return printable(codePoint) ? codePoint : REPLACEMENT;
  }

  /**
   * For a value: U+FFFD in place of each unprintable character, so that its position stays visible.
   */
  public static String of(String text) {
    if (printable(text)) {
      return text;
    }
    var safe = new StringBuilder(text.length());
    text.codePoints().map(PrintableText::of).forEach(safe::appendCodePoint);
    return safe.toString();
  }

  /** For a sentence: one space in place of unprintable characters, none at its ends. */
  public static String line(String text) {
    if (printable(text)) {
      return text.strip();
    }
    var line = new StringBuilder(text.length());
    boolean gap = false;
    for (int c : text.codePoints().toArray()) {
      if (printable(c)) {
        line.append(gap ? " " : "").appendCodePoint(c);
      }
      gap = !printable(c);
    }
    return line.toString().strip();
  }

  /** As {@link #line(String)}, {@link #shortened}. */
  public static String line(String text, int longest) {
    return shortened(line(text), longest);
  }

  /** Cut to {@code longest} characters including an ellipsis if it is longer. */
  public static String shortened(String text, int longest) {
    return text.codePointCount(0, text.length()) > longest
        ? truncated(text, longest - 1) + "…"
        : text;
  }

  /** For a log or an error message: unprintable characters as escapes, such as {@code \u001b}. */
  public static String escaped(String text) {
    if (printable(text)) {
      return text;
    }
    var safe = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> escape(safe, c));
    return safe.toString();
  }

  private static void escape(StringBuilder safe, int c) {
    switch (c) {
      case '\n' -> safe.append("\\n");
      case '\r' -> safe.append("\\r");
      case '\t' -> safe.append("\\t");
      default -> {
        if (printable(c)) {
          safe.appendCodePoint(c);
        } else {
          safe.append(String.format(Locale.ROOT, "\\u%04x", c));
        }
      }
    }
  }

  /** The first {@code longest} characters at most. */
  public static String truncated(String text, int longest) {
    return text.codePointCount(0, text.length()) <= longest
        ? text
        : text.substring(0, text.offsetByCodePoints(0, longest));
  }
}

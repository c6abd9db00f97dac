package io.certvigil.cli.terminal;

import org.jline.utils.WCWidth;

/**
 * The columns that text takes on a terminal: two for a wide character (Chinese, Japanese, Korean,
 * emoji), none for a combining mark.
 */
final class DisplayWidth {
  private static final String ELLIPSIS = "\u2026";

  private DisplayWidth() {}

  static int of(String text) {
    return text.codePoints().map(DisplayWidth::of).sum();
  }

  private static int of(int codePoint) {
    return Math.max(0, WCWidth.wcwidth(codePoint));
  }

  /** The text, cut to this many columns including an ellipsis if it is wider. */
  static String cut(String text, int columns) {
    return of(text) <= columns ? text : begin(text, columns - 1) + ELLIPSIS;
  }

  /** The longest beginning that fits; a mark stays with its letter. */
  private static String begin(String text, int columns) {
    int taken = 0;
    int end = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      taken += of(codePoint);
      if (taken > columns) {
        return text.substring(0, end);
      }
      end += Character.charCount(codePoint);
    }
    return text;
  }

  /** The text with blanks after it, or before it if {@code right}, up to this many columns. */
  static String padded(String text, int columns, boolean right) {
    var blanks = " ".repeat(Math.max(0, columns - of(text)));
    return right ? blanks + text : text + blanks;
  }
}

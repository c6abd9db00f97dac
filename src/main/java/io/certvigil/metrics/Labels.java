package io.certvigil.metrics;

import io.certvigil.model.Key;

/** Builds label names and values for both formats. No text from Cloudflare can break a line. */
final class Labels {
  private static final int LONGEST = 200;
  private static final int LONGEST_NAME = 63;

  private final StringBuilder text = new StringBuilder(160);

  /** Adds a value for people, cut if it is too long. */
  Labels add(String name, String value) {
    return append(name, cut(value));
  }

  /** Adds an identifier: one that had to be cut or cleaned stays different from all others. */
  Labels addIdentifier(String name, String value) {
    return append(name, identifier(value));
  }

  /** An identifier in printable form; two different ones stay different. */
  static String identifier(String value) {
    var shown = cut(value);
    return shown.equals(value) ? value : shown + "~" + Key.shortOf(value);
  }

  private Labels append(String name, String value) {
    text.append(text.isEmpty() ? "" : ",").append(name).append("=\"");
    if (isPlain(value)) {
      text.append(value);
    } else {
      value.chars().forEach(c -> escape((char) c));
    }
    text.append('"');
    return this;
  }

  private void escape(char c) {
    switch (c) {
      case '\\' -> text.append("\\\\");
      case '"' -> text.append("\\\"");
      case '\n' -> text.append("\\n");
      default -> text.append(c);
    }
  }

  private static String cut(String value) {
    if (value.length() <= LONGEST && (isPlain(value) || isPrintable(value))) {
      return value;
    }
    var kept = new StringBuilder();
    value.codePoints().limit(LONGEST).map(Labels::replaced).forEach(kept::appendCodePoint);
    return value.codePointCount(0, value.length()) > LONGEST ? kept + "…" : kept.toString();
  }

  /** Whether it is shown as it is: almost always, so this is fast. */
  private static boolean isPlain(String value) {
    for (int at = 0; at < value.length(); at++) {
      char c = value.charAt(at);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrintable(String value) {
    return value.codePoints().allMatch(c -> c == replaced(c));
  }

  /**
   * Replaces unpaired surrogates, which are not characters, and control characters, which can hide
   * text.
   */
  private static int replaced(int c) {
    return (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
            || (Character.isISOControl(c) && c != '\n')
        ? '\ufffd'
        : c;
  }

  /**
   * A label name of the config, cut like a value, and changed to what Prometheus allows and to none
   * of the names used here.
   */
  static String name(String wanted) {
    var start = wanted.substring(0, Math.min(wanted.length(), LONGEST_NAME));
    var name = start.replaceAll("[^a-zA-Z0-9_]", "_");
    return name.isEmpty() || name.startsWith("__") || Character.isDigit(name.charAt(0))
        ? "label_" + name
        : name;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

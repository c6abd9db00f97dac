package io.certvigil.cloudflare.fields;

import org.jspecify.annotations.Nullable;

/**
 * Normalises text fields of remote responses for storage: one line, of bounded length. The result
 * is the value in JSON and metrics; output for people passes through {@link
 * io.certvigil.model.PrintableText} in addition.
 */
public final class FieldText {
  private static final int MAX_LENGTH = 512;
  private static final int MAX_ID_LENGTH = 100;

  private FieldText() {}

  /**
   * This text with U+FFFD in place of each surrogate without its other half. JSON can contain one,
   * but no database, no page and no other JSON can.
   */
  static String wellFormed(String text) {
    int i = 0;
    while (i < text.length() && !isUnpaired(text, i)) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    var whole = new StringBuilder(text);
    for (; i < text.length(); i++) {
      if (isUnpaired(text, i)) {
        whole.setCharAt(i, '\ufffd');
      }
    }
    return whole.toString();
  }

  private static boolean isUnpaired(String text, int at) {
    char c = text.charAt(at);
    return Character.isHighSurrogate(c)
        ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
        : Character.isLowSurrogate(c)
            && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  /** This text without control characters and without surrounding blanks; empty for null. */
  public static String clean(@Nullable String text) {
    return text == null ? "" : line(text, MAX_LENGTH);
  }

  /** The same, but null if the result is empty. */
  static @Nullable String orNull(@Nullable String text) {
    var clean = clean(text);
    return clean.isEmpty() ? null : clean;
  }

  /**
   * One line of at most this many characters; characters that break or reorder lines become spaces.
   */
  static String line(String text, int longest) {
    var stripped = text.strip();
    int end = Math.min(stripped.length(), longest);
    StringBuilder changed = null;
    for (int i = 0; i < end; i++) {
      if (isUnsafe(stripped.charAt(i))) {
        changed = changed == null ? new StringBuilder(stripped) : changed;
        changed.setCharAt(i, ' ');
      }
    }
    return wellFormed(truncated(changed == null ? stripped : changed.toString(), end));
  }

  private static String truncated(String text, int end) {
    boolean halfPair =
        end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, halfPair ? end - 1 : end).strip();
  }

  private static boolean isUnsafe(char c) {
    return c < ' ' || (c >= 0x7f && (Character.isISOControl(c) || isFormat(c)));
  }

  /** Line separators and characters that change the text direction. */
  private static boolean isFormat(char c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }

  /**
   * Validates an id for storage and for use in a path: visible ASCII without a slash, at most 100
   * characters.
   *
   * @throws MalformedAnswerException if the id is missing or invalid
   */
  public static String id(@Nullable String id) {
    if (id == null || id.isEmpty() || id.length() > MAX_ID_LENGTH || id.startsWith(".")) {
      throw new MalformedAnswerException("an item without a usable id");
    }
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) <= ' ' || id.charAt(i) >= 0x7f || id.charAt(i) == '/') {
        throw new MalformedAnswerException("an item without a usable id");
      }
    }
    return id;
  }
}

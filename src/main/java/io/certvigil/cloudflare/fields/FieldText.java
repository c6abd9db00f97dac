package io.certvigil.cloudflare.fields;

import org.jspecify.annotations.Nullable;

/**
 * Fields of a remote, in the form in which they are kept: one line, of bounded length. What is kept
 * here is the value that JSON and metrics carry; what an output shows of it goes through {@link
 * io.certvigil.model.PrintableText}.
 */
public final class FieldText {
  private static final int MAX_LENGTH = 512;
  private static final int MAX_ID_LENGTH = 100;

  private FieldText() {}

  /** This text without control characters and blanks around it; empty for none. */
  public static String clean(@Nullable String text) {
    return text == null ? "" : line(text, MAX_LENGTH);
  }

  /** The same, null where nothing is left. */
  static @Nullable String orNull(@Nullable String text) {
    var clean = clean(text);
    return clean.isEmpty() ? null : clean;
  }

  /** One line of at most so many characters: what breaks or reorders lines becomes a space. */
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
    return truncated(changed == null ? stripped : changed.toString(), end);
  }

  private static String truncated(String text, int end) {
    boolean halfPair =
        end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, halfPair ? end - 1 : end).strip();
  }

  private static boolean isUnsafe(char c) {
    return c < ' ' || (c >= 0x7f && (Character.isISOControl(c) || isFormat(c)));
  }

  /** Line separators, and the marks that turn the direction of what follows. */
  private static boolean isFormat(char c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }

  /**
   * An id that may be kept, and put into a path: visible ASCII without a slash, at most 100.
   *
   * @throws MalformedAnswerException where it is missing or no such id
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

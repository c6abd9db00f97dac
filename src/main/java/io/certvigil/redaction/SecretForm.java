package io.certvigil.redaction;

import java.nio.charset.StandardCharsets;

/**
 * A text in which a secret can come back, in small letters.
 *
 * @param text one character for each byte of its UTF-8
 */
record SecretForm(String text, Kind kind) {

  /** Where in a text the form counts. */
  enum Kind {
    /** Anywhere. */
    ANYWHERE,
    /** Anywhere, and also the first characters of it alone. */
    ANYWHERE_IN_PART,
    /** Only where neither a letter nor a digit stands beside it. */
    WORD,
    /** Inside of base64, all of which is hidden. */
    IN_BASE64,
    /** Only where no other character of base64 stands beside it. */
    WHOLE_BASE64
  }

  /** A form must have this many bytes, by which it is looked up. */
  static final int SHORTEST = 4;

  /** So many of the first characters identify a long form. */
  private static final int ENOUGH = 12;

  int length() {
    return text.length();
  }

  int key() {
    return TextView.key(text.getBytes(StandardCharsets.ISO_8859_1), 0);
  }

  /** How many of the first bytes suffice. */
  int sufficient() {
    return switch (kind) {
      case ANYWHERE_IN_PART, IN_BASE64 -> Math.min(length(), ENOUGH);
      case ANYWHERE, WORD, WHOLE_BASE64 -> length();
    };
  }

  /** Whether it counts where these stand before and behind it; 0 is the end of the text. */
  boolean fits(byte before, byte behind) {
    return switch (kind) {
      case WORD -> (!isWord(before) || !isWord((byte) text.charAt(0))) && !isWord(behind);
      case WHOLE_BASE64 -> !isBase64(before) && !isBase64(behind);
      case ANYWHERE, ANYWHERE_IN_PART, IN_BASE64 -> true;
    };
  }

  /** Bytes of other languages' letters are negative. */
  private static boolean isWord(byte c) {
    return c < 0 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  }

  static boolean isBase64(byte c) {
    return (c > 0 && isWord(c)) || c == '+' || c == '/' || c == '-' || c == '_';
  }
}

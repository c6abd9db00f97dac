package io.certvigil.notify;

/** Reduces text to characters that every receiver accepts. */
public final class AsciiText {
  private static final int LONGEST = 200;

  private AsciiText() {}

  /**
   * At most 200 characters of printable ASCII. Other characters, and those that are special in
   * JSON, HTML or a shell, become "?".
   */
  public static String of(String text) {
    var letters = text.replaceAll("[^ -~]+", "?").replaceAll("[<>&\"'\\\\]", "?");
    return letters.length() > LONGEST ? letters.substring(0, LONGEST) : letters;
  }
}

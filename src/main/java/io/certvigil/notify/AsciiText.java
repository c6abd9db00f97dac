package io.certvigil.notify;

/** What no receiver can stumble over. */
public final class AsciiText {
  private static final int LONGEST = 200;

  private AsciiText() {}

  /** Printable ASCII without what JSON, HTML or a shell would read; at most 200 of it. */
  public static String of(String text) {
    var letters = text.replaceAll("[^ -~]+", "?").replaceAll("[<>&\"'\\\\]", "?");
    return letters.length() > LONGEST ? letters.substring(0, LONGEST) : letters;
  }
}

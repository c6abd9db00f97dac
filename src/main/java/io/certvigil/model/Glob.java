package io.certvigil.model;

import java.util.Locale;

/**
 * A word in which {@code *} stands for any run and {@code ?} for one character, case ignored.
 * Matched by hand: a rule is held against every name of a scope, and compiling a regular expression
 * each time would cost more than all else.
 *
 * @param pattern an empty one takes everything, for nothing was asked
 */
public record Glob(String pattern) {
  public Glob {
    pattern = pattern.toLowerCase(Locale.ROOT);
  }

  /** Whether it takes everything because nothing was asked. */
  public boolean isEmpty() {
    return pattern.isEmpty();
  }

  /** Whether it takes one word only. */
  public boolean isLiteral() {
    return pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
  }

  /** Whether it takes the whole word. */
  public boolean matches(String word) {
    return isEmpty() || matchesWhole(word.toLowerCase(Locale.ROOT));
  }

  /** Linear but for the last star, which alone is ever moved. */
  private boolean matchesWhole(String word) {
    int at = 0;
    int star = -1;
    int mark = 0;
    int position = 0;
    while (position < word.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        mark = position;
      } else if (at < pattern.length()
          && matchesCharacter(pattern.charAt(at), word.charAt(position))) {
        at++;
        position++;
      } else if (star >= 0) {
        at = star + 1;
        position = ++mark;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }

  private static boolean matchesCharacter(char pattern, char letter) {
    return pattern == '?' || pattern == letter;
  }
}

package io.certvigil.model;

import java.util.Locale;

/**
 * A pattern in which {@code *} matches any sequence and {@code ?} one character, ignoring case.
 * Matched without a regular expression: a rule is compared with every name of a scope, and
 * compiling a regular expression each time would be the most expensive step.
 *
 * @param pattern an empty one sets no condition and matches everything
 */
public record Glob(String pattern) {
  public Glob {
    pattern = pattern.toLowerCase(Locale.ROOT);
  }

  /** Whether it sets no condition, so that it matches everything. */
  public boolean isEmpty() {
    return pattern.isEmpty();
  }

  /** Whether it contains no wildcard, so that it matches one word only. */
  public boolean isLiteral() {
    return pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
  }

  /** Whether it matches the whole word. */
  public boolean matches(String word) {
    return isEmpty() || matchesWhole(word.toLowerCase(Locale.ROOT));
  }

  /** Backtracks to the last star only, so that the running time stays bounded. */
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

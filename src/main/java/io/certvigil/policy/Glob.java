package io.certvigil.policy;

import java.util.Locale;

/**
 * One glob, as {@link io.certvigil.model.Globs} understands it. Matched by hand: a rule is held
 * against every name of a scope, and compiling a pattern each time would cost more than all else.
 */
record Glob(String pattern) {
  Glob {
    pattern = pattern.toLowerCase(Locale.ROOT);
  }

  /** Whether it takes everything because nothing was asked. */
  boolean open() {
    return pattern.isEmpty();
  }

  boolean exact() {
    return pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
  }

  boolean takes(String word) {
    return open() || whole(word.toLowerCase(Locale.ROOT));
  }

  /** Linear but for the last star, which alone is ever moved. */
  private boolean whole(String word) {
    int at = 0;
    int star = -1;
    int mark = 0;
    int position = 0;
    while (position < word.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        mark = position;
      } else if (at < pattern.length() && one(pattern.charAt(at), word.charAt(position))) {
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

  private static boolean one(char pattern, char letter) {
    return pattern == '?' || pattern == letter;
  }
}

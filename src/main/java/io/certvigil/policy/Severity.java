package io.certvigil.policy;

import java.util.Locale;

/** How bad, from least to worst. */
public enum Severity {
  INFO,
  WARNING,
  CRITICAL;

  static Severity lesser(Severity one, Severity other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return word();
  }
}

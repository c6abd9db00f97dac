package io.certvigil.policy;

import java.util.Locale;

/** The severity of an alert, in ascending order. */
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

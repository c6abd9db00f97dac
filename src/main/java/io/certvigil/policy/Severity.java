package io.certvigil.policy;

import io.certvigil.model.WordedEnum;

/** The severity of an alert, in ascending order. */
public enum Severity implements WordedEnum {
  INFO,
  WARNING,
  CRITICAL;

  static Severity lesser(Severity one, Severity other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public String toString() {
    return word();
  }
}

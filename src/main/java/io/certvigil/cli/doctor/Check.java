package io.certvigil.cli.doctor;

import io.certvigil.model.WordedEnum;

/**
 * The result of one check.
 *
 * @param name what was checked, such as {@code channel ops-hook}
 * @param message one line; if there is a problem, with advice
 */
public record Check(String name, Status status, String message) {
  /** In the order of severity, OK first. */
  enum Status implements WordedEnum {
    OK,
    /** It works, but needs attention. */
    WARNING,
    FAILED
  }

  public static Check ok(String name, String message) {
    return new Check(name, Status.OK, message);
  }

  static Check warning(String name, String message) {
    return new Check(name, Status.WARNING, message);
  }

  static Check failed(String name, String message) {
    return new Check(name, Status.FAILED, message);
  }
}

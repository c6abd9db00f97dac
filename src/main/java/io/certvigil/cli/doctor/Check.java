package io.certvigil.cli.doctor;

import java.util.Locale;

/**
 * One thing that the doctor looked at.
 *
 * @param name of what, such as {@code channel ops-hook}
 * @param says one line; where something is wrong, also what to do
 */
public record Check(String name, Status status, String message) {
  /** How it stands; the later, the worse. */
  enum Status {
    OK,
    /** It works, but somebody should look at it. */
    WARNING,
    FAILED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static Check ok(String name, String says) {
    return new Check(name, Status.OK, says);
  }

  static Check warning(String name, String says) {
    return new Check(name, Status.WARNING, says);
  }

  static Check failed(String name, String says) {
    return new Check(name, Status.FAILED, says);
  }
}

package io.certvigil.model;

/**
 * A reason, and what a person needs to act on it.
 *
 * @param detail one line: the API's code, message, documentation link and {@code cf-ray} where it
 *     gave them; never a secret, never a body
 */
public record Fault(FaultReason reason, String detail) {
  @Override
  public String toString() {
    return detail.isBlank() ? reason.word() : reason.word() + ": " + detail;
  }
}

package io.certvigil.model;

/**
 * Why a request or a reading failed: the reason, and the details that a person needs to act on it.
 *
 * @param detail one line: the API's code, message, documentation link and {@code cf-ray} if it sent
 *     them; never a secret, never a body
 */
public record Fault(FaultReason reason, String detail) {
  @Override
  public String toString() {
    return detail.isBlank() ? reason.word() : reason.word() + ": " + detail;
  }
}

package io.certvigil.model;

import java.util.Optional;

/**
 * Why a request or a reading failed: the reason, and the details that a person needs to act on it.
 *
 * @param detail one line: the API's code, message, documentation link and {@code cf-ray} if it sent
 *     them; never a secret, never a body
 */
public record Fault(FaultReason reason, String detail) {
  /** The known refusal that it is; empty if it is another fault. */
  public Optional<Refusal> refusal() {
    return switch (reason) {
      case UNAUTHORIZED, FORBIDDEN, HTTP_4XX -> Refusal.in(detail);
      case RATE_LIMITED, HTTP_5XX, TIMEOUT, NETWORK, MALFORMED, INCOMPLETE, STORE ->
          Optional.empty();
    };
  }

  /** The detail and, for a known refusal, the next step. */
  public String explained() {
    return refusal().map(one -> detail + "; next step: " + one.advice()).orElse(detail);
  }

  @Override
  public String toString() {
    return detail.isBlank() ? reason.word() : reason.word() + ": " + detail;
  }
}

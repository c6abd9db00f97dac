package io.certvigil.web;

/** There is no page for what was asked; the message says what to do. */
final class NotHere extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotHere(String message) {
    super(message);
  }
}

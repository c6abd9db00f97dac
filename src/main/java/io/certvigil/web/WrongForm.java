package io.certvigil.web;

/** A form cannot be taken as it was filled in; the message says what is missing. */
final class WrongForm extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongForm(String message) {
    super(message);
  }

  WrongForm(String message, RuntimeException cause) {
    super(message, cause);
  }
}

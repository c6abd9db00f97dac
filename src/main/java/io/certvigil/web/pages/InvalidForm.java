package io.certvigil.web.pages;

/** A form cannot be taken as it was filled in; the message says what is missing. */
final class InvalidForm extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidForm(String message) {
    super(message);
  }

  InvalidForm(String message, RuntimeException cause) {
    super(message, cause);
  }
}

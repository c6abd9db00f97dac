package io.certvigil.web.html;

/** A form cannot be taken as it was filled in; the message says what is missing. */
public final class InvalidForm extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidForm(String message) {
    super(message);
  }

  InvalidForm(String message, RuntimeException cause) {
    super(message, cause);
  }
}

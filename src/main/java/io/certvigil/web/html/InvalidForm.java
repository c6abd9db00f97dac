package io.certvigil.web.html;

/** A form or query is invalid; the message says what is wrong or missing. */
public final class InvalidForm extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidForm(String message) {
    super(message);
  }
}

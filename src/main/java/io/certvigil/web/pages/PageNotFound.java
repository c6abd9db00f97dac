package io.certvigil.web.pages;

/** There is no page for what was asked; the message says what to do. */
final class PageNotFound extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PageNotFound(String message) {
    super(message);
  }
}

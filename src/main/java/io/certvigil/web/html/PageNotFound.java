package io.certvigil.web.html;

/** The requested page does not exist; the message says what to do. */
public final class PageNotFound extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PageNotFound(String message) {
    super(message);
  }
}

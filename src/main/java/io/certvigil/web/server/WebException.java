package io.certvigil.web.server;

/** The HTTP server could not start or stop. The message says what to do. */
public final class WebException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WebException(String message) {
    super(message);
  }

  public WebException(String message, Throwable cause) {
    super(message, cause);
  }
}

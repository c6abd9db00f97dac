package io.certvigil.systemd;

/** A message that did not reach the service manager. */
final class NotifyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotifyException(String message) {
    super(message);
  }
}

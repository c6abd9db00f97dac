package io.certvigil.systemd;

/** A message to the service manager could not be sent. */
final class NotifyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotifyException(String message) {
    super(message);
  }
}

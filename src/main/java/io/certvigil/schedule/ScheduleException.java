package io.certvigil.schedule;

/** The scheduler itself failed. */
public final class ScheduleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScheduleException(String message, Throwable cause) {
    super(message, cause);
  }
}

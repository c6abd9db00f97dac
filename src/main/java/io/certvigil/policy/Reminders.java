package io.certvigil.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Computes the reminders of a rung. Their numbers are derived from stored times only, so a restart
 * repeats none and after a long stop only the latest is sent.
 */
final class Reminders {
  private static final Duration DAILY = Duration.ofDays(1);
  private static final Duration WEEKLY = Duration.ofDays(7);
  private static final int MAX_AFTER_EXPIRY = 7;

  private Reminders() {}

  /** The number of the latest reminder that is due; 0 for none. */
  static int dueNumber(Severity severity, Alert.Progress progress, Instant now) {
    if (severity == Severity.INFO || now.isBefore(progress.rungAt())) {
      return 0;
    }
    var number = Duration.between(progress.rungAt(), now).dividedBy(period(severity, progress));
    return (int) Math.min(number, maximum(progress));
  }

  /** When the next reminder is due; empty if there will be none. */
  static Optional<Instant> next(Severity severity, Alert.Progress progress) {
    if (severity == Severity.INFO || progress.reminders() >= maximum(progress)) {
      return Optional.empty();
    }
    var wait = period(severity, progress).multipliedBy(progress.reminders() + 1L);
    return Optional.of(progress.rungAt().plus(wait));
  }

  /** The next one as text, such as {@code reminder 3 of 7, daily}. */
  static String text(Severity severity, Alert.Progress progress) {
    var most = expired(progress) ? " of " + MAX_AFTER_EXPIRY : "";
    var how = period(severity, progress).equals(DAILY) ? ", daily" : ", weekly";
    return "reminder " + (progress.reminders() + 1) + most + how;
  }

  /** Why {@link #next} is empty. */
  static String whyNone(Severity severity, Alert.Progress progress) {
    return severity == Severity.INFO
        ? "its severity is info"
        : "all " + maximum(progress) + " reminders were sent";
  }

  private static Duration period(Severity severity, Alert.Progress progress) {
    return expired(progress) || severity == Severity.CRITICAL ? DAILY : WEEKLY;
  }

  private static int maximum(Alert.Progress progress) {
    return expired(progress) ? MAX_AFTER_EXPIRY : Integer.MAX_VALUE;
  }

  private static boolean expired(Alert.Progress progress) {
    return Duration.ZERO.equals(progress.rung());
  }
}

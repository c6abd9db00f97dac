package io.certvigil.systemd;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Whether systemd watches this process, and how often it wants to hear of it. */
final class WatchdogSettings {
  private WatchdogSettings() {}

  /**
   * Empty where nobody watches, or another process is meant: the variables are inherited.
   *
   * @throws IllegalArgumentException where a variable is no number above zero
   */
  static Optional<Duration> interval(Map<String, String> environment, long pid) {
    var micros = environment.getOrDefault("WATCHDOG_USEC", "");
    var meant = environment.getOrDefault("WATCHDOG_PID", "");
    if (micros.isEmpty() || (!meant.isEmpty() && number("WATCHDOG_PID", meant) != pid)) {
      return Optional.empty();
    }
    return Optional.of(Duration.of(number("WATCHDOG_USEC", micros), ChronoUnit.MICROS));
  }

  private static long number(String name, String text) {
    try {
      long number = Long.parseLong(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(name + ": must be a number above 0, was " + text);
  }
}

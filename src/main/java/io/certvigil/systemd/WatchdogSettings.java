package io.certvigil.systemd;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Reads the watchdog settings that systemd passes in the environment. */
final class WatchdogSettings {
  private WatchdogSettings() {}

  /**
   * The watchdog interval; empty if there is none, or if it applies to another process: the
   * variables are inherited by child processes.
   *
   * @throws IllegalArgumentException if a variable is not a number above zero
   */
  static Optional<Duration> interval(Map<String, String> environment, long pid) {
    var micros = environment.getOrDefault("WATCHDOG_USEC", "");
    var watchedPid = environment.getOrDefault("WATCHDOG_PID", "");
    if (micros.isEmpty() || (!watchedPid.isEmpty() && number("WATCHDOG_PID", watchedPid) != pid)) {
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
      // reported below
    }
    throw new IllegalArgumentException(name + ": must be a number above 0, was " + text);
  }
}

package io.certvigil.notify.deliver;

import java.time.Duration;
import java.util.List;

/** When what failed goes again. */
final class Backoff {

  /** A delivery that fails when it is this old is given up. */
  static final Duration MAX_AGE = Duration.ofDays(7);

  /** How often a receiver may refuse one message, within an hour, before it gets a short one. */
  static final int MAX_REJECTIONS = 3;

  private static final Duration HOURLY = Duration.ofHours(1);
  private static final double JITTER = 0.2;

  /** No delay is longer than this; a stored date further ahead comes from a clock that jumped. */
  static final Duration LONGEST = HOURLY.plusMinutes(12);

  private static final List<Duration> TABLE =
      List.of(
          Duration.ZERO,
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30));

  /** Twice this, jitter and all, is within the hour. */
  private static final Duration REJECTED = Duration.ofMinutes(24);

  private Backoff() {}

  /**
   * After so many failures in a row, from 1.
   *
   * @param random from 0 to below 1
   */
  static Duration outage(int failures, double random) {
    return jittered(failures <= TABLE.size() ? TABLE.get(failures - 1) : HOURLY, random);
  }

  static Duration configuration(double random) {
    return jittered(HOURLY, random);
  }

  static Duration rejected(double random) {
    return jittered(REJECTED, random);
  }

  private static Duration jittered(Duration delay, double random) {
    return Duration.ofMillis(Math.round(delay.toMillis() * (1 - JITTER + 2 * JITTER * random)));
  }
}

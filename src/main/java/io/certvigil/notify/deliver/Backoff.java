package io.certvigil.notify.deliver;

import java.time.Duration;
import java.util.List;

/** The delays before retries. */
final class Backoff {

  /** A delivery of this age that fails is given up. */
  static final Duration MAX_AGE = Duration.ofDays(7);

  /** How often a receiver may reject one message, within an hour, before the fallback is sent. */
  static final int MAX_REJECTIONS = 3;

  private static final Duration HOURLY = Duration.ofHours(1);
  private static final double JITTER = 0.2;

  /** The longest delay. A stored time further ahead was set while the clock was wrong. */
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

  /**
   * After the first rejection of a message and after the second: three attempts within an hour, and
   * two within the time after which a channel that accepts nothing counts as failing.
   */
  private static final List<Duration> REJECTED =
      List.of(Duration.ofMinutes(10), Duration.ofMinutes(30));

  /** After the first attempt without an answer, after the second, and after each further one. */
  private static final List<Duration> AMBIGUOUS =
      List.of(
          orTestOverride(HOURLY),
          orTestOverride(Duration.ofHours(6)),
          orTestOverride(Duration.ofDays(1)));

  private Backoff() {}

  /**
   * The delay after this number of consecutive failures of any kind, from 1: one bad answer costs
   * seconds, and the delay is an hour only after half an hour of failures.
   *
   * @param random from 0 (inclusive) to 1 (exclusive)
   */
  static Duration outage(int failures, double random) {
    return jittered(failures <= TABLE.size() ? TABLE.get(failures - 1) : HOURLY, random);
  }

  static Duration hourly(double random) {
    return jittered(HOURLY, random);
  }

  /**
   * The delay after this number of rejections of one message, from 1 to below {@link
   * #MAX_REJECTIONS}.
   */
  static Duration rejected(int times, double random) {
    return jittered(REJECTED.get(times - 1), random);
  }

  /**
   * The delay after this number of attempts, from 1, that sent the whole message and received no
   * answer: each further one may be a copy.
   */
  static Duration ambiguous(int times, double random) {
    return jittered(AMBIGUOUS.get(Math.min(times, AMBIGUOUS.size()) - 1), random);
  }

  /** A fault-injection test, which loses many answers, does not wait for hours. */
  static Duration orTestOverride(Duration wait) {
    var seconds = Long.getLong("certvigil.pace");
    return seconds == null ? wait : Duration.ofSeconds(seconds);
  }

  private static Duration jittered(Duration delay, double random) {
    return Duration.ofMillis(Math.round(delay.toMillis() * (1 - JITTER + 2 * JITTER * random)));
  }
}

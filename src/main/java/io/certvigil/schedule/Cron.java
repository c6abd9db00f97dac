package io.certvigil.schedule;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.quartz.CronExpression;

/** Evaluates Quartz cron expressions without scheduling them. */
public final class Cron {
  private static final int LOOK_AHEAD = 20_000; // two weeks of every minute

  private Cron() {}

  /**
   * The latest fire time after {@code since} and not after {@code now}, in the time zone of this
   * machine; empty if there is none.
   *
   * @throws IllegalArgumentException if the expression is invalid
   */
  public static Optional<Instant> lastFireTime(String expression, Instant since, Instant now) {
    var cron = parse(expression);
    Instant last = null;
    var next = cron.getNextValidTimeAfter(Date.from(since));
    for (int moments = 0;
        next != null && !next.toInstant().isAfter(now) && moments < LOOK_AHEAD;
        moments++) {
      last = next.toInstant();
      next = cron.getNextValidTimeAfter(next);
    }
    return Optional.ofNullable(last);
  }

  private static CronExpression parse(String expression) {
    try {
      return new CronExpression(expression);
    } catch (ParseException e) {
      throw new IllegalArgumentException("cron: " + e.getMessage(), e);
    }
  }

  /**
   * The longest time between two fire times within the look-ahead: a weekend, if the expression
   * skips weekends. One day if it has fewer than two fire times.
   *
   * @throws IllegalArgumentException if the expression is invalid
   */
  public static Duration longestGap(String expression, Instant from) {
    var cron = parse(expression);
    var longest = Duration.ZERO;
    var last = cron.getNextValidTimeAfter(Date.from(from));
    for (int moments = 0; last != null && moments < LOOK_AHEAD; moments++) {
      var next = cron.getNextValidTimeAfter(last);
      if (next == null) {
        break;
      }
      var gap = Duration.between(last.toInstant(), next.toInstant());
      longest = gap.compareTo(longest) > 0 ? gap : longest;
      last = next;
    }
    return longest.isZero() ? Duration.ofDays(1) : longest;
  }
}

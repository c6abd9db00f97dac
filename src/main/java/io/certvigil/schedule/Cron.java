package io.certvigil.schedule;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.quartz.CronExpression;

/** A Quartz cron expression, looked at without running it. */
public final class Cron {
  private static final int LOOK_AHEAD = 20_000; // two weeks of every minute

  private Cron() {}

  /**
   * The latest of its moments after {@code since} and not after {@code now}, in the zone of this
   * machine; empty where there is none.
   *
   * @throws IllegalArgumentException where the expression is none
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
   * The longest time that it leaves between two of its moments, as far as one can look ahead: a
   * weekend, where it skips weekends. A day for one that has fewer than two.
   *
   * @throws IllegalArgumentException where the expression is none
   */
  public static Duration longestGap(String expression, Instant from) {
    return longestGap(parse(expression), Date.from(from));
  }

  private static Duration longestGap(CronExpression cron, Date from) {
    var longest = Duration.ZERO;
    var last = cron.getNextValidTimeAfter(from);
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

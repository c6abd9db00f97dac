package io.certvigil.schedule;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.quartz.CronExpression;

/** A Quartz cron expression, looked at without running it. */
public final class Cron {
  private static final int LOOK_AHEAD = 200;

  private Cron() {}

  /** What is wrong with it; empty where nothing is. */
  public static Optional<String> problem(String expression) {
    try {
      CronExpression.validateExpression(expression);
      return Optional.empty();
    } catch (ParseException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The shortest time between two of its next moments; a day for one that has fewer than two.
   *
   * @throws IllegalArgumentException where the expression is none
   */
  public static Duration shortestGap(String expression, Instant from) {
    try {
      return shortestGap(new CronExpression(expression), from);
    } catch (ParseException e) {
      throw new IllegalArgumentException("cron: " + e.getMessage(), e);
    }
  }

  private static Duration shortestGap(CronExpression cron, Instant from) {
    var shortest = Duration.ofDays(1);
    var last = cron.getNextValidTimeAfter(Date.from(from));
    for (int i = 0; last != null && i < LOOK_AHEAD; i++) {
      var next = cron.getNextValidTimeAfter(last);
      if (next == null) {
        break;
      }
      var gap = Duration.between(last.toInstant(), next.toInstant());
      shortest = i == 0 || gap.compareTo(shortest) < 0 ? gap : shortest;
      last = next;
    }
    return shortest;
  }
}

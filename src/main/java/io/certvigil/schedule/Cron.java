package io.certvigil.schedule;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/**
 * A Quartz cron expression in a time zone. A time that the zone skips, when clocks go forward, runs
 * at the end of the gap; a time that occurs twice, when they go back, runs once, the first time. A
 * schedule that runs in every hour runs in both.
 *
 * <p>Quartz evaluates the expression in UTC, where every local time exists once.
 */
public final class Cron {
  private static final int LOOK_AHEAD = 20_000; // two weeks of every minute
  private static final int HOURS = 24;

  private final CronExpression local;
  private final ZoneId zone;
  private final boolean everyHour;

  private Cron(CronExpression local, ZoneId zone) {
    this.local = local;
    this.zone = zone;
    this.everyHour = runsEveryHour(local);
  }

  /**
   * A time of day that a change of the offset skips or doubles.
   *
   * @param at the time in the zone
   * @param skipped whether it does not exist; otherwise it occurs twice
   * @param runsAt when it runs instead, or the first time, in the zone
   */
  public record ShiftedTime(LocalDateTime at, boolean skipped, LocalDateTime runsAt) {}

  /**
   * Parses an expression.
   *
   * @throws IllegalArgumentException if the expression is invalid
   */
  public static Cron of(String expression, ZoneId zone) {
    try {
      var cron = new CronExpression(expression);
      cron.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
      return new Cron(cron, zone);
    } catch (ParseException e) {
      throw new IllegalArgumentException("cron: " + e.getMessage(), e);
    }
  }

  /** The expression. */
  String expression() {
    return local.getCronExpression();
  }

  /** The first fire time after this moment; empty if there is none. */
  public Optional<Instant> next(Instant after) {
    Instant best = null;
    var at = nextLocal(searchStart(after));
    while (at != null) {
      var times = instants(at);
      for (var time : times) {
        if (time.isAfter(after) && (best == null || time.isBefore(best))) {
          best = time;
        }
      }
      if (best != null && !times.getFirst().isBefore(best)) {
        break; // later local times do not run earlier
      }
      at = nextLocal(at);
    }
    return Optional.ofNullable(best);
  }

  /** The next fire times after this moment, at most so many. */
  public List<Instant> next(Instant after, int most) {
    var times = new ArrayList<Instant>();
    var next = next(after);
    while (next.isPresent() && times.size() < most) {
      times.add(next.get());
      next = next(next.get());
    }
    return times;
  }

  /**
   * The fire times between these moments that a change of the offset skips or doubles, one for each
   * change; none for a schedule that runs in every hour.
   */
  public List<ShiftedTime> shiftedTimes(Instant from, Instant until) {
    var shifted = new ArrayList<ShiftedTime>();
    var change = everyHour ? null : zone.getRules().nextTransition(from);
    while (change != null && change.getInstant().isBefore(until)) {
      var first = firstShifted(change);
      if (first != null) {
        shifted.add(first);
      }
      change = zone.getRules().nextTransition(change.getInstant());
    }
    return shifted;
  }

  private @Nullable ShiftedTime firstShifted(ZoneOffsetTransition change) {
    var begin = change.isGap() ? change.getDateTimeBefore() : change.getDateTimeAfter();
    var end = change.isGap() ? change.getDateTimeAfter() : change.getDateTimeBefore();
    var at = nextLocal(begin.minusSeconds(1));
    return at == null || !at.isBefore(end)
        ? null
        : new ShiftedTime(at, change.isGap(), change.isGap() ? end : at);
  }

  /** In the first pass of doubled times, their second pass is still to come. */
  private LocalDateTime searchStart(Instant after) {
    var now = LocalDateTime.ofInstant(after, zone).truncatedTo(ChronoUnit.SECONDS);
    var change = zone.getRules().getTransition(now);
    var start = change != null && change.isOverlap() ? change.getDateTimeAfter() : now;
    return start.minusSeconds(1);
  }

  /** When a local time runs. */
  private List<Instant> instants(LocalDateTime at) {
    var change = zone.getRules().getTransition(at);
    if (change == null) {
      return List.of(at.atZone(zone).toInstant());
    }
    if (change.isGap()) {
      return List.of(change.getInstant());
    }
    var first = at.toInstant(change.getOffsetBefore());
    return everyHour ? List.of(first, at.toInstant(change.getOffsetAfter())) : List.of(first);
  }

  private @Nullable LocalDateTime nextLocal(LocalDateTime after) {
    var next = local.getNextValidTimeAfter(Date.from(after.toInstant(ZoneOffset.UTC)));
    return next == null ? null : LocalDateTime.ofInstant(next.toInstant(), ZoneOffset.UTC);
  }

  private static boolean runsEveryHour(CronExpression cron) {
    return cron.getExpressionSummary()
        .lines()
        .filter(line -> line.startsWith("hours: "))
        .map(line -> line.substring("hours: ".length()).strip())
        .anyMatch(hours -> hours.equals("*") || hours.split(",", -1).length == HOURS);
  }

  /**
   * The latest fire time after {@code since} and not after {@code now}; empty if there is none.
   *
   * @throws IllegalArgumentException if the expression is invalid
   */
  public static Optional<Instant> lastFireTime(
      String expression, ZoneId zone, Instant since, Instant now) {
    var cron = of(expression, zone);
    Instant last = null;
    var next = cron.next(since);
    for (int moments = 0;
        next.isPresent() && !next.get().isAfter(now) && moments < LOOK_AHEAD;
        moments++) {
      last = next.get();
      next = cron.next(last);
    }
    return Optional.ofNullable(last);
  }

  /**
   * The longest time between two fire times within the look-ahead: a weekend, if the expression
   * skips weekends. One day if it has fewer than two fire times. It is measured in local time: the
   * one night in which a zone changes its offset is not longer.
   *
   * @throws IllegalArgumentException if the expression is invalid
   */
  public static Duration longestGap(String expression, Instant from) {
    var cron = of(expression, ZoneOffset.UTC);
    var longest = Duration.ZERO;
    var last = cron.next(from);
    for (int moments = 0; last.isPresent() && moments < LOOK_AHEAD; moments++) {
      var next = cron.next(last.get());
      if (next.isEmpty()) {
        break;
      }
      var gap = Duration.between(last.get(), next.get());
      longest = gap.compareTo(longest) > 0 ? gap : longest;
      last = next;
    }
    return longest.isZero() ? Duration.ofDays(1) : longest;
  }
}

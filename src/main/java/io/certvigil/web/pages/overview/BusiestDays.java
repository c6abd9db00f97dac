package io.certvigil.web.pages.overview;

import io.certvigil.web.site.CachedFigures;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Finds the days of the next year on which most certificates expire. */
final class BusiestDays {
  private static final int MAX_DAYS = 6;
  private static final int MIN_COUNT = 2;
  private static final Comparator<OverviewView.Day> BUSIEST_FIRST =
      Comparator.comparingLong(OverviewView.Day::count)
          .reversed()
          .thenComparing(OverviewView.Day::date);

  private final CachedFigures figures;
  private final Instant now;

  BusiestDays(CachedFigures estate, Instant now) {
    this.figures = estate;
    this.now = now;
  }

  /**
   * At most six days, the busiest first. Counts days of the busiest weeks only: a day, which may
   * lie in two weeks, cannot have more than those two together.
   */
  List<OverviewView.Day> busiest(List<Long> weeks) {
    var byCount =
        IntStream.range(0, weeks.size())
            .boxed()
            .sorted(Comparator.comparing(weeks::get, Comparator.reverseOrder()))
            .toList();
    var days = new ArrayList<OverviewView.Day>();
    for (int week : byCount) {
      if (days.size() >= MAX_DAYS && days.get(MAX_DAYS - 1).count() > 2 * weeks.get(week)) {
        break;
      }
      daysOfWeek(week).stream().filter(day -> !days.contains(day)).forEach(days::add);
      days.sort(BUSIEST_FIRST);
    }
    return days.stream().filter(day -> day.count() >= MIN_COUNT).limit(MAX_DAYS).toList();
  }

  /** The eight days that this week touches, since it begins at the current time of day. */
  private List<OverviewView.Day> daysOfWeek(int week) {
    var first = LocalDate.ofInstant(now.plus(Duration.ofDays(7L * week)), ZoneOffset.UTC);
    return IntStream.rangeClosed(0, 7).mapToObj(day -> day(first.plusDays(day))).toList();
  }

  private OverviewView.Day day(LocalDate date) {
    var begin = startOfDay(date);
    var from = begin.isBefore(now) ? now : begin;
    long count =
        figures.expiringBefore(startOfDay(date.plusDays(1))) - figures.expiringBefore(from);
    return new OverviewView.Day(date, count);
  }

  private static Instant startOfDay(LocalDate date) {
    return date.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}

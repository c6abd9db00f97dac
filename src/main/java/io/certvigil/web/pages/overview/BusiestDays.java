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

/** On which days of the next year most certificates end together. */
final class BusiestDays {
  private static final int MOST = 6;
  private static final int TOGETHER = 2;
  private static final Comparator<OverviewView.Day> FULLEST =
      Comparator.comparingLong(OverviewView.Day::count)
          .reversed()
          .thenComparing(OverviewView.Day::date);

  private final CachedFigures estate;
  private final Instant now;

  BusiestDays(CachedFigures estate, Instant now) {
    this.estate = estate;
    this.now = now;
  }

  /**
   * At most six, the fullest first. Looks into the fullest weeks only: a day has no more than the
   * two weeks that it may lie in.
   */
  List<OverviewView.Day> fullest(List<Long> weeks) {
    var byCount =
        IntStream.range(0, weeks.size())
            .boxed()
            .sorted(Comparator.comparing(weeks::get, Comparator.reverseOrder()))
            .toList();
    var days = new ArrayList<OverviewView.Day>();
    for (int week : byCount) {
      if (days.size() >= MOST && days.get(MOST - 1).count() > 2 * weeks.get(week)) {
        break;
      }
      of(week).stream().filter(day -> !days.contains(day)).forEach(days::add);
      days.sort(FULLEST);
    }
    return days.stream().filter(day -> day.count() >= TOGETHER).limit(MOST).toList();
  }

  /** The days that this week touches: it begins at the hour of now. */
  private List<OverviewView.Day> of(int week) {
    var first = LocalDate.ofInstant(now.plus(Duration.ofDays(7L * week)), ZoneOffset.UTC);
    return IntStream.rangeClosed(0, 7).mapToObj(day -> day(first.plusDays(day))).toList();
  }

  private OverviewView.Day day(LocalDate date) {
    var begin = begin(date);
    var from = begin.isBefore(now) ? now : begin;
    long count = estate.endingBefore(begin(date.plusDays(1))) - estate.endingBefore(from);
    return new OverviewView.Day(date, count);
  }

  private static Instant begin(LocalDate date) {
    return date.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}

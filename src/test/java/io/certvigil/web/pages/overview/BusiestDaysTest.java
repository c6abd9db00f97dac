package io.certvigil.web.pages.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.policy.Severity;
import io.certvigil.web.site.CachedFigures;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BusiestDaysTest {
  private static final Instant NOW =
      OverviewViews.TODAY; // at 22:00, so that a day lies in two weeks

  /** Certificates that expire at these times. */
  private record FixedExpiries(List<Instant> expiries) implements CachedFigures {
    @Override
    public long certificates() {
      return expiries.size();
    }

    @Override
    public long expiringBefore(Instant moment) {
      return expiries.stream().filter(end -> end.isBefore(moment)).count();
    }

    @Override
    public long firing(Severity severity) {
      return 0;
    }
  }

  private static List<OverviewView.Day> busiest(List<Instant> ends) {
    var estate = new FixedExpiries(ends);
    var weeks = new ArrayList<Long>();
    for (int week = 0; week < 53; week++) {
      var from = NOW.plus(Duration.ofDays(7L * week));
      weeks.add(estate.expiringBefore(from.plus(Duration.ofDays(7))) - estate.expiringBefore(from));
    }
    return new BusiestDays(estate, NOW).busiest(weeks);
  }

  private static Stream<Instant> times(int count, String moment) {
    return IntStream.range(0, count).mapToObj(_ -> Instant.parse(moment));
  }

  @Test
  void busiestDays_comeFirst_withoutDaysWithOneCertificate() {
    var ends =
        Stream.of(
                times(3, "2027-02-01T10:00:00Z"),
                times(9, "2027-06-07T23:59:59Z"),
                times(1, "2027-06-08T00:00:00Z"))
            .flatMap(end -> end)
            .toList();

    assertThat(busiest(ends))
        .containsExactly(
            new OverviewView.Day(LocalDate.parse("2027-06-07"), 9),
            new OverviewView.Day(LocalDate.parse("2027-02-01"), 3));
  }

  @Test
  void dayInTwoWeeks_isCountedWhole_beforeBusierWeeks() {
    var border = Stream.of(times(4, "2026-11-27T21:00:00Z"), times(4, "2026-11-27T23:00:00Z"));
    var others =
        IntStream.range(0, 7).mapToObj(day -> times(7, "2027-03-0" + (day + 1) + "T12:00:00Z"));
    var ends = Stream.concat(border, others).flatMap(end -> end).toList();

    assertThat(busiest(ends))
        .hasSize(6)
        .first()
        .isEqualTo(new OverviewView.Day(LocalDate.parse("2026-11-27"), 8));
  }

  @Test
  void nothing_whenNothingExpires() {
    assertThat(busiest(List.of())).isEmpty();
  }
}

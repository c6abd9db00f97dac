package io.certvigil.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.CronExpression;

/** Cron expressions across changes of the offset. */
class CronTest {
  private static final long SEED = Long.getLong("certvigil.cron.seed", 15);
  private static final int SCHEDULES = Integer.getInteger("certvigil.cron.schedules", 40);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant SPRING = Instant.parse("2027-03-27T12:00:00Z");
  private static final Instant AUTUMN = Instant.parse("2027-10-30T12:00:00Z");

  private static String runs(String expression, String zone, String after, int count) {
    return Cron.of(expression, ZoneId.of(zone)).next(Instant.parse(after), count).stream()
        .map(Instant::toString)
        .map(text -> text.substring(5, 16))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // the hour from 02:00 to 03:00 is missing on 03-28: it runs at 03:00, 01:00 UTC
        "0 30 2 * * ?  | Europe/Berlin    | 2027-03-26T12:00:00Z | 03-27T01:30 03-28T01:00"
            + " 03-29T00:30",
        "0 0/20 2 * * ? | Europe/Berlin   | 2027-03-27T12:00:00Z | 03-28T01:00 03-29T00:00"
            + " 03-29T00:20",
        "0 30 2 * * ?  | America/New_York | 2027-03-13T12:00:00Z | 03-14T07:00 03-15T06:30",
        "0 0 2 * * ?   | Europe/Berlin    | 2027-03-27T12:00:00Z | 03-28T01:00 03-29T00:00",
        "0 0 3 * * ?   | Europe/Berlin    | 2027-03-27T12:00:00Z | 03-28T01:00 03-29T01:00",
        // the hour from 02:00 to 03:00 occurs twice on 10-31: it runs once, the first time
        "0 30 2 * * ?  | Europe/Berlin    | 2027-10-29T12:00:00Z | 10-30T00:30 10-31T00:30"
            + " 11-01T01:30",
        "0 0 3 * * ?   | Europe/Berlin    | 2027-10-30T12:00:00Z | 10-31T02:00 11-01T02:00",
        // a change of half an hour
        "0 15 2 * * ?  | Australia/Lord_Howe | 2027-10-02T00:00:00Z | 10-02T15:30 10-03T15:15",
        // every hour runs in every hour
        "0 0 * * * ?   | Europe/Berlin    | 2027-03-28T00:00:00Z | 03-28T01:00 03-28T02:00",
        "0 0 * * * ?   | Europe/Berlin    | 2027-10-30T23:30:00Z | 10-31T00:00 10-31T01:00"
            + " 10-31T02:00",
        "0 0 0-23 * * ? | Europe/Berlin   | 2027-10-30T23:30:00Z | 10-31T00:00 10-31T01:00"
            + " 10-31T02:00",
        "0 0/30 * * * ? | Europe/Berlin   | 2027-10-31T00:15:00Z | 10-31T00:30 10-31T01:00"
            + " 10-31T01:30 10-31T02:00",
        "0 30 2 * * ?  | UTC              | 2027-03-27T12:00:00Z | 03-28T02:30 03-29T02:30"
      })
  void changeOfTheOffset(String expression, String zone, String after, String expected) {
    assertThat(runs(expression, zone, after, expected.split(" ", -1).length)).isEqualTo(expected);
  }

  @Test
  void longestGap_doesNotCountTheChangeOfTheOffset() {
    for (var from : List.of(SPRING, AUTUMN)) {
      assertThat(Cron.longestGap("0 0/15 * * * ?", from)).isEqualTo(Duration.ofMinutes(15));
      assertThat(Cron.longestGap("0 30 2 * * ?", from)).isEqualTo(Duration.ofDays(1));
    }
  }

  @Test
  void lastFireTime_ofADayWhoseTimeIsMissing_isTheEndOfTheGap() {
    var now = Instant.parse("2027-03-28T06:00:00Z");

    assertThat(Cron.lastFireTime("0 30 2 * * ?", BERLIN, SPRING, now))
        .contains(Instant.parse("2027-03-28T01:00:00Z"));
  }

  @Test
  void shiftedTimes_nameWhatIsSkippedAndDoubled() {
    var day = LocalDateTime.parse("2027-03-28T02:30:00");

    assertThat(
            Cron.of("0 30 2 * * ?", BERLIN).shiftedTimes(SPRING, SPRING.plus(Duration.ofDays(300))))
        .containsExactly(
            new Cron.ShiftedTime(day, true, LocalDateTime.parse("2027-03-28T03:00:00")),
            new Cron.ShiftedTime(
                LocalDateTime.parse("2027-10-31T02:30:00"),
                false,
                LocalDateTime.parse("2027-10-31T02:30:00")));
    assertThat(
            Cron.of("0 30 * * * ?", BERLIN).shiftedTimes(SPRING, SPRING.plus(Duration.ofDays(300))))
        .isEmpty();
    assertThat(
            Cron.of("0 30 4 * * ?", BERLIN).shiftedTimes(SPRING, SPRING.plus(Duration.ofDays(300))))
        .isEmpty();
  }

  /** Compares with a clock that looks at every minute, over the three days around a change. */
  @Test
  void schedulesBySeed_runAsAClockThatLooksAtEveryMinute() throws ParseException {
    var zones = List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Tehran");
    for (int number = 0; number < SCHEDULES; number++) {
      var random = new Random(SEED * 1_000_003 + number);
      var zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
      var minutes = List.of("0", "30", "0/15", "5,35", "*").get(random.nextInt(5));
      var hours = List.of("1", "2", "2,3", "0-4", "*", "0-23", "0/2", "2/3").get(random.nextInt(8));
      var expression = "0 " + minutes + " " + hours + " * * ?";
      var change = change(zone, random.nextInt(20));
      var from = change.getInstant().minus(Duration.ofHours(36));
      var expected = everyMinute(expression, zone, change, from);

      var runs = Cron.of(expression, zone).next(from.minusSeconds(1), expected.size());

      assertThat(runs).as("%s in %s around %s", expression, zone, change).isEqualTo(expected);
    }
  }

  private static ZoneOffsetTransition change(ZoneId zone, int number) {
    var change = zone.getRules().nextTransition(Instant.parse("2001-01-01T00:00:00Z"));
    for (int i = 0; i < number; i++) {
      change = zone.getRules().nextTransition(change.getInstant());
    }
    return change;
  }

  private static List<Instant> everyMinute(
      String expression, ZoneId zone, ZoneOffsetTransition change, Instant from)
      throws ParseException {
    var cron = new CronExpression(expression);
    cron.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
    boolean everyHour = expression.contains(" * * * ?") || expression.contains(" 0-23 ");
    var times = new ArrayList<Instant>();
    for (var now = from; now.isBefore(from.plus(Duration.ofDays(3))); now = now.plusSeconds(60)) {
      var local = LocalDateTime.ofInstant(now, zone);
      boolean second = !now.isBefore(change.getInstant()) && isDoubled(change, local);
      boolean due = matches(cron, local) && (everyHour || !second);
      if (due || (now.equals(change.getInstant()) && skips(cron, change))) {
        times.add(now);
      }
    }
    return times;
  }

  private static boolean isDoubled(ZoneOffsetTransition change, LocalDateTime local) {
    return change.isOverlap()
        && !local.isBefore(change.getDateTimeAfter())
        && local.isBefore(change.getDateTimeBefore());
  }

  private static boolean skips(CronExpression cron, ZoneOffsetTransition change) {
    if (!change.isGap()) {
      return false;
    }
    for (var local = change.getDateTimeBefore();
        local.isBefore(change.getDateTimeAfter());
        local = local.plusMinutes(1)) {
      if (matches(cron, local)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(CronExpression cron, LocalDateTime local) {
    return cron.isSatisfiedBy(Date.from(local.toInstant(ZoneOffset.UTC)));
  }
}

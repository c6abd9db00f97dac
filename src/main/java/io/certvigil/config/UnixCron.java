package io.certvigil.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rewrites the five fields of a crontab as Quartz expects them. */
final class UnixCron {
  private static final List<String> DAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");
  private static final Pattern DAY = Pattern.compile("[0-7]");

  private UnixCron() {}

  /** Empty if it has not five fields, or names both a day of the month and one of the week. */
  static Optional<String> toQuartz(String text) {
    var fields = text.strip().split("\\s+", -1);
    if (fields.length != 5 || fields[4].contains("/")) {
      return Optional.empty();
    }
    var dayOfMonth = fields[2];
    var dayOfWeek = DAY.matcher(fields[4]).replaceAll(day -> DAYS.get(number(day.group())));
    if (dayOfWeek.equals("*")) {
      dayOfWeek = "?";
    } else if (dayOfMonth.equals("*")) {
      dayOfMonth = "?";
    } else {
      return Optional.empty();
    }
    return Optional.of(
        String.join(" ", "0", fields[0], fields[1], dayOfMonth, fields[3], dayOfWeek));
  }

  private static int number(String digit) {
    return digit.charAt(0) - '0';
  }
}

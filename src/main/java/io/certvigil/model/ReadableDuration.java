package io.certvigil.model;

import java.time.Duration;

/** Formats a duration for people in days, hours and minutes; the sign is ignored. */
public final class ReadableDuration {
  private ReadableDuration() {}

  /** The two largest units: {@code 13 d 21 h}, {@code 21 h 5 min}, {@code 4 min}. */
  public static String of(Duration duration) {
    var time = duration.abs();
    if (time.toDays() > 0) {
      return twoUnits(time.toDays(), "d", time.toHoursPart(), "h");
    }
    return time.toHours() > 0
        ? twoUnits(time.toHours(), "h", time.toMinutesPart(), "min")
        : time.toMinutes() + " min";
  }

  /** The largest unit only: {@code 13 d}. */
  public static String rough(Duration duration) {
    var time = duration.abs();
    if (time.toDays() > 0) {
      return time.toDays() + " d";
    }
    return time.toHours() > 0 ? time.toHours() + " h" : time.toMinutes() + " min";
  }

  /**
   * The time until an end, or since it: {@code 13 d 21 h}, {@code 7 min ago}; below a minute {@code
   * now} and {@code just now}.
   */
  public static String left(Duration left) {
    return left(left, of(left));
  }

  /** As {@link #left(Duration)}, the largest unit only: {@code 13 d}, {@code 58 d ago}. */
  public static String roughlyLeft(Duration left) {
    return left(left, rough(left));
  }

  private static String left(Duration left, String time) {
    if (left.abs().toMinutes() == 0) {
      return left.isNegative() ? "just now" : "now";
    }
    return left.isNegative() ? time + " ago" : time;
  }

  /** In words, in days or in hours: {@code 14 days}, {@code 36 hours}. */
  public static String words(Duration duration) {
    var time = duration.abs();
    if (time.toDays() > 0 && time.toHoursPart() == 0) {
      return time.toDays() + (time.toDays() == 1 ? " day" : " days");
    }
    return time.toHours() + (time.toHours() == 1 ? " hour" : " hours");
  }

  private static String twoUnits(long first, String unit, long second, String next) {
    return first + " " + unit + (second == 0 ? "" : " " + second + " " + next);
  }
}

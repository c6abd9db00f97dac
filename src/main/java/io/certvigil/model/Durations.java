package io.certvigil.model;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses and prints durations such as {@code 90s 5m 36h 30d 2w}: one number and one unit. */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,8})([smhdw])");
  private static final Pattern LENIENT_FORM = Pattern.compile("([0-9]{1,10})([smhdw])");
  private static final Duration DAY = Duration.ofDays(1);

  private Durations() {}

  /** For config and commands. Empty if the text is not a duration. */
  public static Optional<Duration> parse(String text) {
    return parse(FORM, text);
  }

  /**
   * For the API and the pages, which also accept {@code 0} without a unit, leading zeros and ten
   * digits. Empty if the text is not a duration.
   */
  public static Optional<Duration> parseLenient(String text) {
    return text.equals("0") ? Optional.of(Duration.ZERO) : parse(LENIENT_FORM, text);
  }

  private static Optional<Duration> parse(Pattern pattern, String text) {
    var form = pattern.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    var unit =
        switch (form.group(2)) {
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          case "h" -> Duration.ofHours(1);
          case "d" -> DAY;
          default -> DAY.multipliedBy(7);
        };
    return Optional.of(unit.multipliedBy(Long.parseLong(form.group(1))));
  }

  /** In the largest unit up to days that leaves no remainder; below a second as 0s. */
  public static String print(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds != 0 && seconds % DAY.toSeconds() == 0) {
      return duration.toDays() + "d";
    }
    if (seconds != 0 && seconds % 3600 == 0) {
      return duration.toHours() + "h";
    }
    return seconds != 0 && seconds % 60 == 0 ? duration.toMinutes() + "m" : seconds + "s";
  }
}

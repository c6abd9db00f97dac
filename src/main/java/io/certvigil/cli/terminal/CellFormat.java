package io.certvigil.cli.terminal;

import io.certvigil.model.Durations;
import io.certvigil.model.ReadableDuration;
import io.certvigil.model.ReadableTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Formats values for the cells of tables and CSV files. */
public final class CellFormat {
  private CellFormat() {}

  /** For people: to the minute, in UTC. */
  public static String minute(@Nullable Instant at) {
    return at == null ? "-" : ReadableTime.minute(at) + "Z";
  }

  /** For people: moments in a sentence, such as {@code 2026-12-04T20:00Z}, as in other cells. */
  public static String sentence(String text) {
    return text.replaceAll("([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}Z)", "$1 $2");
  }

  /** The time until an end, or since it: {@code 13 d}, {@code 7 min ago}. */
  public static String left(@Nullable Instant end, Instant now) {
    return end == null ? "-" : ReadableDuration.roughlyLeft(Duration.between(now, end));
  }

  public static String rung(@Nullable Duration rung) {
    if (rung == null) {
      return "-";
    }
    return rung.isZero() ? "expired" : Durations.print(rung);
  }

  /** Such as {@code 1 list} or {@code 2 lists}. */
  public static String count(long number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }

  public static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}

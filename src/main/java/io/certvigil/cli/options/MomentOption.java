package io.certvigil.cli.options;

import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.model.Durations;
import io.certvigil.model.ReadableTime;
import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.TypeConversionException;

/**
 * A moment as typed. Without a time of day it is midnight in UTC; a time of day needs a time zone.
 */
public record MomentOption(Instant at) {
  public static MomentOption of(String text) {
    var form = text.strip().replace(' ', 'T');
    try {
      return new MomentOption(ReadableTime.parse(form));
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "must be a time such as 2026-11-21, 2026-11-21T08:00Z or 2026-11-21T08:00+01:00");
    }
  }

  /** A moment, or how long ago; one in the future is refused, because there is no data for it. */
  public static Instant past(String option, String text, Instant now) {
    var at = since(option, text, now);
    if (at.isAfter(now)) {
      throw CommandFailure.usage(option + " is in the future: " + at + "; it is " + now + " now");
    }
    return at;
  }

  /** A moment, or how long ago. */
  public static Instant since(String option, String text, Instant now) {
    try {
      return Durations.parse(text).map(now::minus).orElseGet(() -> of(text).at());
    } catch (TypeConversionException e) {
      throw CommandFailure.usage(
          option + " must be a time such as 36h, 2026-11-21 or 2026-11-21T08:00Z");
    }
  }
}

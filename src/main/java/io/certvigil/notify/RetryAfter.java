package io.certvigil.notify;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header of that name: seconds or a date. Believed up to an hour, since a receiver must not
 * park an alert; what cannot be read asks for nothing.
 */
final class RetryAfter {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Pattern SECONDS = Pattern.compile("[0-9]+");
  private static final int DIGITS = 9;

  private RetryAfter() {}

  static Duration of(@Nullable String header, Instant now) {
    var text = header == null ? "" : header.strip();
    return SECONDS.matcher(text).matches() ? seconds(text) : date(text, now);
  }

  private static Duration seconds(String text) {
    return text.length() > DIGITS ? LONGEST : bounded(Duration.ofSeconds(Long.parseLong(text)));
  }

  private static Duration date(String text, Instant now) {
    try {
      var at = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
      return bounded(Duration.between(now, at));
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }

  private static Duration bounded(Duration asked) {
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }
}

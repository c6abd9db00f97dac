package io.certvigil.net;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the header {@code Retry-After} is read: seconds or a date, within bounds, since a remote must
 * not stop the work for ever.
 *
 * @param shortest what is asked for is raised to this
 * @param longest what is asked for is lowered to this
 * @param unreadable the delay if the header is missing or cannot be read
 * @param tooManyDigits the delay if the seconds have more than 18 digits
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, 10.2.3</a>
 */
public record RetryAfter(
    Duration shortest, Duration longest, Duration unreadable, Duration tooManyDigits) {
  private static final Pattern SECONDS = Pattern.compile("[0-9]+");
  private static final int DIGITS = 18;

  /**
   * How long to wait.
   *
   * @param now by the clock of whoever wrote the header: it is what a date is measured by
   */
  public Duration delay(@Nullable String header, Instant now) {
    var text = header == null ? "" : header.strip();
    if (SECONDS.matcher(text).matches()) {
      return seconds(text);
    }
    return HttpDate.parse(text).map(at -> bounded(Duration.between(now, at))).orElse(unreadable);
  }

  private Duration seconds(String digits) {
    return digits.length() > DIGITS
        ? tooManyDigits
        : bounded(Duration.ofSeconds(Long.parseLong(digits)));
  }

  private Duration bounded(Duration asked) {
    if (asked.compareTo(shortest) < 0) {
      return shortest;
    }
    return asked.compareTo(longest) > 0 ? longest : asked;
  }
}

package io.certvigil.net;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the header {@code Retry-After}, which contains seconds or a date. The delay is limited, so
 * that a remote cannot stop the work for an unlimited time.
 *
 * @param shortest the minimum delay; shorter delays are raised to it
 * @param longest the maximum delay; longer delays are lowered to it
 * @param unreadable the delay if the header is missing or cannot be parsed
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
   * @param now by the clock of the sender of the header, against which a date is measured
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

  private Duration bounded(Duration requested) {
    if (requested.compareTo(shortest) < 0) {
      return shortest;
    }
    return requested.compareTo(longest) > 0 ? longest : requested;
  }
}

package io.certvigil.cloudflare.fields;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses durations in Go's format, such as {@code 8760h} or {@code 2h45m}, in which Cloudflare's
 * API gives lifetimes.
 */
public final class GoDurations {
  private static final int LONGEST = 40;
  private static final String PART = "(\\d{1,9}(?:\\.\\d{1,9})?)(ns|us|µs|μs|ms|s|m|h)";
  private static final Pattern ONE = Pattern.compile(PART);
  private static final Pattern ALL = Pattern.compile("(?:" + PART + ")+");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ns", Duration.ofNanos(1),
          "us", Duration.ofNanos(1_000),
          "µs", Duration.ofNanos(1_000),
          "μs", Duration.ofNanos(1_000),
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1));

  private GoDurations() {}

  /** The duration in this text; empty if the text is missing, zero or not a duration. */
  public static Optional<Duration> parse(@Nullable String text) {
    if (text == null || text.length() > LONGEST || !ALL.matcher(text.strip()).matches()) {
      return Optional.empty();
    }
    var sum =
        ONE.matcher(text)
            .results()
            .map(part -> times(new BigDecimal(part.group(1)), UNITS.get(part.group(2))))
            .reduce(Duration.ZERO, Duration::plus);
    return Optional.of(sum).filter(Duration::isPositive);
  }

  private static Duration times(BigDecimal count, @Nullable Duration unit) {
    if (unit == null) {
      throw new IllegalStateException("the pattern accepts a unit without a defined length");
    }
    var nanos = count.multiply(BigDecimal.valueOf(unit.toNanos())).toBigInteger();
    var seconds = nanos.divideAndRemainder(BigInteger.valueOf(1_000_000_000));
    return Duration.ofSeconds(seconds[0].longValueExact(), seconds[1].longValueExact());
  }
}

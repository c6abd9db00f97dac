package io.certvigil.net;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses dates in HTTP headers, such as {@code Fri, 20 Nov 2026 22:10:00 GMT}. */
public final class HttpDate {
  private HttpDate() {}

  /** The date; empty if the header is missing or not a date. */
  public static Optional<Instant> parse(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.strip(), Instant::from));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}

package io.certvigil.metrics;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The two text formats that Prometheus scrapes. */
public enum ExpositionFormat {
  TEXT("text/plain; version=0.0.4; charset=utf-8"),
  OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

  private static final Pattern QUALITY =
      Pattern.compile(";\\s*q=([01](?:\\.\\d{0,3})?)\\s*(?:;|$)");

  private final String contentType;

  ExpositionFormat(String contentType) {
    this.contentType = contentType;
  }

  public String contentType() {
    return contentType;
  }

  /**
   * The format for an {@code Accept} header: OpenMetrics if the client prefers it at least as much
   * as plain text.
   *
   * @param accept the header as received; null if there was none
   */
  public static ExpositionFormat of(@Nullable String accept) {
    double open = 0;
    double text = 0;
    for (var range : accept == null ? new String[0] : accept.split(",", 64)) {
      var wanted = range.strip().toLowerCase(Locale.ROOT);
      if (wanted.startsWith("application/openmetrics-text")) {
        open = Math.max(open, isSupportedVersion(wanted) ? quality(wanted) : 0);
      } else if (wanted.startsWith("text/plain")) {
        text = Math.max(text, quality(wanted));
      }
    }
    return open > 0 && open >= text ? OPENMETRICS : TEXT;
  }

  private static boolean isSupportedVersion(String range) {
    return !range.contains("version=") || range.matches(".*version=\"?(1\\.0\\.0|0\\.0\\.1)\"?.*");
  }

  private static double quality(String range) {
    var found = QUALITY.matcher(range);
    return found.find() ? Double.parseDouble(found.group(1)) : 1;
  }
}

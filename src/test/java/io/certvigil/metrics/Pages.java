package io.certvigil.metrics;

import io.certvigil.model.Source;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Pages to look at. */
final class Pages {
  static final Settings ALL = new Settings(Settings.Mode.ALL, Duration.ofDays(60), 10_000, true);

  private Pages() {}

  static MetricsPage page(Settings settings) {
    return page(settings, Scopes.TODAY);
  }

  static MetricsPage page(Settings settings, Instant now) {
    return new MetricsPage(
        settings,
        new PrometheusRegistry(),
        "0.1.0",
        "abc",
        () -> now,
        Set.of(Source.CLIENT_CERTIFICATES, Source.GATEWAY_CERTIFICATES));
  }

  static String text(MetricsPage page) {
    return new String(bytes(page, Format.TEXT, false), StandardCharsets.UTF_8);
  }

  static String open(MetricsPage page) {
    return new String(bytes(page, Format.OPENMETRICS, false), StandardCharsets.UTF_8);
  }

  static byte[] bytes(MetricsPage page, Format format, boolean gzip) {
    var out = new ByteArrayOutputStream();
    try {
      page.write(out, format, gzip);
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    return out.toByteArray();
  }
}

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

/** Metrics pages for tests, and their text. */
final class MetricsPages {
  static final MetricsSettings ALL =
      new MetricsSettings(MetricsSettings.Mode.ALL, Duration.ofDays(60), 10_000, true);

  private MetricsPages() {}

  static MetricsPage page(MetricsSettings settings) {
    return page(settings, MetricsScopes.TODAY);
  }

  static MetricsPage page(MetricsSettings settings, Instant now) {
    return new MetricsPage(
        settings,
        new PrometheusRegistry(),
        "0.1.0",
        "abc",
        () -> now,
        Set.of(Source.CLIENT_CERTIFICATES, Source.GATEWAY_CERTIFICATES));
  }

  static String text(MetricsPage page) {
    return new String(bytes(page, ExpositionFormat.TEXT, false), StandardCharsets.UTF_8);
  }

  static String open(MetricsPage page) {
    return new String(bytes(page, ExpositionFormat.OPENMETRICS, false), StandardCharsets.UTF_8);
  }

  static byte[] bytes(MetricsPage page, ExpositionFormat format, boolean gzip) {
    var out = new ByteArrayOutputStream();
    try {
      page.write(out, format, gzip);
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    return out.toByteArray();
  }
}

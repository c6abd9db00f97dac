package io.certvigil.metrics;

import io.certvigil.model.Source;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Metrics pages for tests, and their text. */
final class MetricsPages {
  static final MetricsSettings ALL =
      new MetricsSettings(MetricsSettings.Mode.ALL, Duration.ofDays(60), 10_000, true);

  private MetricsPages() {}

  static MetricsPage page(MetricsSettings settings) {
    return page(settings, () -> MetricsScopes.TODAY);
  }

  static MetricsPage page(MetricsSettings settings, InstantSource clock) {
    return new MetricsPage(
        settings,
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        "0.1.0",
        "abc",
        clock,
        Set.of(Source.CLIENT_CERTIFICATES, Source.GATEWAY_CERTIFICATES));
  }

  /** The lines that do not change between two scrapes at the same time. */
  static List<String> ownLines(MetricsPage page, ExpositionFormat format, boolean gzip) {
    var bytes = bytes(page, format, gzip);
    try (var plain =
        gzip
            ? new GZIPInputStream(new ByteArrayInputStream(bytes))
            : new ByteArrayInputStream(bytes)) {
      return new String(plain.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("process_") && !line.startsWith("jvm_"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
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

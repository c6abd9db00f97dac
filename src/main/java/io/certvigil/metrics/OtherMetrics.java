package io.certvigil.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renders the meters of other packages and of the process as text. */
final class OtherMetrics {
  private static final Logger log = LoggerFactory.getLogger(OtherMetrics.class);
  private static final String EOF = "# EOF\n";
  private static final Set<String> OWN_NAMES =
      Arrays.stream(Family.values())
          .flatMap(family -> Stream.of(family.base(), family.sampleName()))
          .collect(Collectors.toUnmodifiableSet());

  /** The exported metrics of the JVM. Others would examine every thread at each scrape. */
  private static final Set<String> JVM_NAMES =
      Set.of(
          "jvm_memory_used_bytes",
          "jvm_memory_committed_bytes",
          "jvm_memory_max_bytes",
          "jvm_gc_collection_seconds",
          "jvm_threads_current",
          "jvm_threads_daemon",
          "jvm_classes_currently_loaded");

  private final PrometheusRegistry registry;
  private final ExpositionFormatWriter text = PrometheusTextFormatWriter.builder().build();
  private final ExpositionFormatWriter open =
      OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(false).build();

  /** Adds the metrics of the process to the registry. */
  OtherMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    ProcessMetrics.builder().register(registry);
    JvmMemoryMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
    JvmClassLoadingMetrics.builder().register(registry);
  }

  /**
   * The lines without the end marker. If a meter fails, these lines are missing, but the rest of
   * the page is served.
   */
  String render(ExpositionFormat format) {
    try {
      var bytes = new ByteArrayOutputStream();
      var writer = format == ExpositionFormat.OPENMETRICS ? open : text;
      writer.write(bytes, registry.scrape(OtherMetrics::isExported));
      var lines = bytes.toString(StandardCharsets.UTF_8);
      return lines.endsWith(EOF) ? lines.substring(0, lines.length() - EOF.length()) : lines;
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    } catch (RuntimeException e) {
      log.atError()
          .setCause(e)
          .log("rendering meters failed; they are missing from the metrics page");
      return "";
    }
  }

  private static boolean isExported(String name) {
    return name.startsWith("jvm_") ? JVM_NAMES.contains(name) : !OWN_NAMES.contains(name);
  }
}

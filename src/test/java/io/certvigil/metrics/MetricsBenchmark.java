package io.certvigil.metrics;

import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.X509Fields;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * Measures the time of a scrape, plain and compressed, and the memory of the page. Run as a program
 * with the number of certificates and the mode: {@code 100000 all}.
 */
final class MetricsBenchmark {
  private static final int PER_SCOPE = 200;
  private static final int SCRAPES = 40;

  private final AtomicReference<Instant> now = new AtomicReference<>(MetricsScopes.TODAY);
  private final Random random = new Random(1);
  private final MetricsPage page;

  private MetricsBenchmark(MetricsSettings.Mode mode) {
    var settings = new MetricsSettings(mode, Duration.ofDays(60), 2_000_000, true);
    page = new MetricsPage(settings, new PrometheusRegistry(), "1", "r", now::get, Set.of());
  }

  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws IOException {
    int certificates = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    var mode = args.length > 1 ? args[1] : "all";
    var bench = new MetricsBenchmark(MetricsSettings.Mode.valueOf(mode.toUpperCase(Locale.ROOT)));
    bench.fill(certificates);
    System.gc();
    var runtime = Runtime.getRuntime();
    System.out.printf(
        "BENCH %,d certificates, mode %s: heap %,d MB%n",
        certificates, mode, (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    for (var gzip : new boolean[] {false, true}) {
      bench.scrape(gzip);
    }
    System.gc();
    System.out.printf(
        "BENCH after: heap %,d MB%n", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
  }

  private void fill(int certificates) {
    for (int scope = 0; scope < certificates / PER_SCOPE; scope++) {
      var zone = new ResourceRef("zone%028d".formatted(scope), "zone-" + scope + ".example");
      page.update(
          MetricsScopes.read(
              Scope.ofZone(Source.CLIENT_CERTIFICATES, MetricsScopes.ACME, zone),
              certificates(scope)));
    }
  }

  private List<Certificate> certificates(int scope) {
    return IntStream.range(0, PER_SCOPE).mapToObj(i -> certificate(scope, i)).toList();
  }

  private Certificate certificate(int scope, int i) {
    var x509 =
        new X509Fields(
            null,
            "Cloudflare Managed CA for account",
            Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()),
            "%016x%016x%016x%016x"
                .formatted(
                    random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()),
            List.of("device-" + i + ".example.com"));
    return new Certificate(
        "%08x-0000-4000-8000-%012x".formatted(scope, random.nextInt() & 0xffffffffL),
        "device-" + i + ".zone-" + scope + ".example",
        "active",
        null,
        false,
        Expiry.on(MetricsScopes.TODAY.plusSeconds(random.nextInt(315_360_000))),
        x509,
        Map.of());
  }

  @SuppressWarnings("SystemOut")
  private void scrape(boolean gzip) throws IOException {
    var times = new long[SCRAPES];
    var counting = new Counting();
    for (int i = 0; i < SCRAPES; i++) {
      now.set(now.get().plusSeconds(15));
      counting.bytes = 0;
      long start = System.nanoTime();
      page.write(counting, ExpositionFormat.TEXT, gzip);
      times[i] = System.nanoTime() - start;
    }
    long first = times[0];
    Arrays.sort(times);
    System.out.printf(
        "BENCH %s: %,d bytes, first %.1f ms, median %.1f ms, worst %.1f ms%n",
        gzip ? "gzip" : "plain",
        counting.bytes,
        first / 1e6,
        times[SCRAPES / 2] / 1e6,
        times[SCRAPES - 1] / 1e6);
  }

  private static final class Counting extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] some, int from, int length) {
      bytes += length;
    }
  }
}

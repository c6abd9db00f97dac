package io.certvigil.metrics;

import static io.certvigil.metrics.MetricsScopes.CLIENTS;
import static io.certvigil.metrics.MetricsScopes.TODAY;
import static io.certvigil.metrics.MetricsScopes.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Compressed parts cached for an earlier page are correct on a later one. */
class CompressedPageTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(TODAY);
  private final MetricsPage page =
      new MetricsPage(MetricsPages.ALL, new PrometheusRegistry(), "1", "r", now::get, Set.of());

  CompressedPageTest() {
    var random = new Random(7);
    page.update(
        MetricsScopes.read(
            CLIENTS,
            IntStream.range(0, 1_300)
                .mapToObj(i -> certificate("c" + i, Duration.ofSeconds(random.nextInt(9_000_000))))
                .toList()));
  }

  private void assertSame() throws IOException {
    var packed = new ByteArrayInputStream(MetricsPages.bytes(page, ExpositionFormat.TEXT, true));
    var unpacked = new String(new GZIPInputStream(packed).readAllBytes(), StandardCharsets.UTF_8);

    assertThat(ownLines(unpacked)).isEqualTo(ownLines(MetricsPages.text(page)));
  }

  private static String ownLines(String page) {
    return page.lines()
        .filter(line -> line.contains("certvigil_"))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void days_areCorrect_atEverySecondAroundTheirChange() throws IOException {
    for (int i = 0; i < 40; i++) {
      assertSame();
      now.set(now.get().plusSeconds(i % 7));
    }
  }

  @Test
  void days_areCorrect_whenTheClockGoesBack() throws IOException {
    assertSame();

    now.set(TODAY.minus(Duration.ofDays(40)));

    assertSame();
  }

  @Test
  void changedScope_isShownAtOnce() throws IOException {
    assertSame();

    page.update(MetricsScopes.read(CLIENTS, certificate("new", Duration.ofDays(3))));

    assertSame();
    assertThat(MetricsPages.text(page)).contains("\"new\"").doesNotContain("\"c1\"");
  }
}

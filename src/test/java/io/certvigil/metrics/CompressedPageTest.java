package io.certvigil.metrics;

import static io.certvigil.metrics.MetricsScopes.CLIENTS;
import static io.certvigil.metrics.MetricsScopes.TODAY;
import static io.certvigil.metrics.MetricsScopes.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Compressed parts cached for an earlier page are correct on a later one. */
class CompressedPageTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(TODAY);
  private final MetricsPage page = MetricsPages.page(MetricsPages.ALL, now::get);

  CompressedPageTest() {
    var random = new Random(7);
    page.update(
        MetricsScopes.read(
            CLIENTS,
            IntStream.range(0, 1_300)
                .mapToObj(i -> certificate("c" + i, Duration.ofSeconds(random.nextInt(9_000_000))))
                .toList()));
  }

  private void assertSame() {
    assertThat(MetricsPages.ownLines(page, ExpositionFormat.TEXT, true))
        .isEqualTo(MetricsPages.ownLines(page, ExpositionFormat.TEXT, false));
  }

  @Test
  void days_areCorrect_atEverySecondAroundTheirChange() {
    for (int i = 0; i < 40; i++) {
      assertSame();
      now.set(now.get().plusSeconds(i % 7));
    }
  }

  @Test
  void days_areCorrect_whenTheClockGoesBack() {
    assertSame();

    now.set(TODAY.minus(Duration.ofDays(40)));

    assertSame();
  }

  @Test
  void changedScope_isShownAtOnce() {
    assertSame();

    page.update(MetricsScopes.read(CLIENTS, certificate("new", Duration.ofDays(3))));

    assertSame();
    assertThat(MetricsPages.text(page)).contains("\"new\"").doesNotContain("\"c1\"");
  }
}

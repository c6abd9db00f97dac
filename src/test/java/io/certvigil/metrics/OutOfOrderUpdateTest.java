package io.certvigil.metrics;

import static io.certvigil.metrics.MetricsScopes.CLIENTS;
import static io.certvigil.metrics.MetricsScopes.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.store.CommittedScope;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Commits may reach the page in another order than they were made. */
class OutOfOrderUpdateTest {
  private final MetricsPage page = MetricsPages.page(MetricsPages.ALL);

  @Test
  void olderCommit_isIgnored() {
    page.update(of(2, "new"));
    page.update(of(1, "old"));

    assertThat(MetricsPages.text(page)).contains("\"new\"").doesNotContain("\"old\"");
  }

  @Test
  void firstCommit_replacesTheStateLoadedAtStart() {
    page.update(of(0, "old"));
    page.update(of(1, "new"));

    assertThat(MetricsPages.text(page)).contains("\"new\"").doesNotContain("\"old\"");
  }

  @Test
  void removedScope_isNotOnThePage() {
    page.update(of(1, "old"));

    page.scopeKeys().forEach(page::remove);

    assertThat(MetricsPages.text(page)).doesNotContain("\"old\"");
  }

  private static CommittedScope of(long order, String id) {
    var read = MetricsScopes.read(CLIENTS, certificate(id, Duration.ofDays(3)));
    return new CommittedScope(
        order,
        read.watched(),
        read.health(),
        read.known(),
        read.items(),
        read.expected(),
        read.changes(),
        read.firing(),
        read.events());
  }
}

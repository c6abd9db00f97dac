package io.certvigil.store;

import static io.certvigil.web.site.SiteFixture.CLIENTS;
import static io.certvigil.web.site.SiteFixture.TODAY;
import static io.certvigil.web.site.SiteFixture.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.store.view.AlertFilter;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.web.site.SiteFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The text of an alert filter is searched in SQL. */
class AlertSearchTest {
  @TempDir private Path folder;
  private SiteFixture site;

  @BeforeEach
  void open() {
    site = new SiteFixture(folder);
    site.discover();
    site.read(
        CLIENTS,
        TODAY,
        certificate("1", "edge-1.example", "active", Duration.ofDays(1)),
        certificate("2", "Edge-2.example", "active", Duration.ofDays(2)),
        certificate("3", "shop.example", "active", Duration.ofDays(3)));
  }

  @AfterEach
  void close() {
    site.close();
  }

  private List<String> names(String text) {
    var filter = new AlertFilter(false, null, text, CertificateFilter.ALL);
    return site.store().inventory().alerts(filter, null, 10, TODAY).rows().stream()
        .map(view -> view.alert().subject().name())
        .toList();
  }

  @Test
  void text_isFoundInTheName_ignoringTheCaseOfAsciiLetters() {
    assertThat(names("EDGE-")).containsExactly("edge-1.example", "Edge-2.example");
    assertThat(names("nothing")).isEmpty();
    assertThat(names("%")).isEmpty();
  }

  @Test
  void text_isFoundInTheLatestSummary() {
    var all = site.store().inventory().alerts(false, TODAY);
    assertThat(all).hasSize(3);

    for (var alert : all) {
      assertThat(names(alert.summary().toUpperCase(java.util.Locale.ROOT)))
          .containsExactly(alert.alert().subject().name());
    }
  }

  @Test
  void wholeKey_isFound_andAPartOfItIsNot() {
    var key = site.store().inventory().alerts(false, TODAY).getFirst().alert().id().key();

    assertThat(names(key)).containsExactly("edge-1.example");
    assertThat(names(key.substring(1))).isEmpty();
  }
}

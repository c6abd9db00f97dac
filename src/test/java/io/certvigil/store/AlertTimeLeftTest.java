package io.certvigil.store;

import static io.certvigil.web.site.SiteFixture.CLIENTS;
import static io.certvigil.web.site.SiteFixture.TODAY;
import static io.certvigil.web.site.SiteFixture.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.store.view.AlertJson;
import io.certvigil.web.site.SiteFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list of alerts says what is left when it is read; an event, what was left when it happened. */
class AlertTimeLeftTest {
  private static final String FIRED = "edge.example expires in 3 h 58 min (2026-11-21T01:58Z)";

  @TempDir private Path folder;
  private SiteFixture site;

  @BeforeEach
  void open() {
    site = new SiteFixture(folder);
    site.discover();
    var edge = certificate("1", "edge.example", "active", Duration.ofMinutes(238));
    site.read(CLIENTS, TODAY, edge);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private String listed(Instant now) {
    var alert = site.store().inventory().alerts(false, now).getFirst();
    return AlertJson.of(alert, List.of()).summary();
  }

  private String ofCertificate(Instant now) {
    var inventory = site.store().inventory();
    var alert = inventory.alerts(false, now).getFirst();
    var key = alert.certificate() == null ? "" : alert.certificate().key();
    return inventory.alertsOf(key, now).getFirst().summary();
  }

  @Test
  void list_saysWhatIsLeftNow() {
    assertThat(listed(TODAY)).isEqualTo(FIRED);
    for (var later : List.of(Duration.ofMinutes(44), Duration.ofHours(5), Duration.ofDays(40))) {
      var expected =
          switch ((int) later.toHours()) {
            case 0 -> "edge.example expires in 3 h 14 min (2026-11-21T01:58Z)";
            case 5 -> "edge.example expired 1 h 2 min ago (2026-11-21T01:58Z)";
            default -> "edge.example expired 39 d 20 h ago (2026-11-21T01:58Z)";
          };

      assertThat(listed(TODAY.plus(later))).isEqualTo(expected);
      assertThat(ofCertificate(TODAY.plus(later))).isEqualTo(expected);
    }
  }

  @Test
  void event_keepsItsText() {
    assertThat(site.store().inventory().events(9)).hasSize(1);
    assertThat(site.store().inventory().events(9).getFirst().summary()).isEqualTo(FIRED);
  }
}

package io.certvigil.web.pages;

import static io.certvigil.web.site.SiteFixture.CLIENTS;
import static io.certvigil.web.site.SiteFixture.TODAY;
import static io.certvigil.web.site.SiteFixture.certificate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certvigil.store.view.AlertView;
import io.certvigil.web.html.InvalidForm;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.FixedDaemon;
import io.certvigil.web.site.SiteContext;
import io.certvigil.web.site.SiteFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts page of a real store, and what its forms do. */
class AlertsPageTest {
  @TempDir private Path folder;
  private SiteFixture site;

  @BeforeEach
  void open() {
    site = new SiteFixture(folder);
    site.discover();
    site.read(
        CLIENTS,
        TODAY,
        certificate("1", "edge-1.example", "active", Duration.ofHours(3)),
        certificate("2", "edge-2.example", "active", Duration.ofDays(2)),
        certificate("3", "edge-3.example", "active", Duration.ofDays(20)));
  }

  @AfterEach
  void close() {
    site.close();
  }

  private SiteContext context() {
    return site.context(FixedDaemon.MINIMAL);
  }

  private List<AlertView> alerts() {
    return site.store().inventory().alerts(false, TODAY);
  }

  private static String key(AlertView alert) {
    return alert.alert().id().key();
  }

  private String page(String user, Map<String, String> fields) {
    var request = new PageRequest("", fields, user);
    var layout = new PageLayout(context().about(), TODAY, "");
    return new AlertsPage(request, AlertsView.read(context(), request, TODAY)).html(layout);
  }

  @Test
  void row_tellsWhereAndHowLong_andLinksToCloudflare() {
    assertThat(page("", Map.of()))
        .contains(
            "<bdi>example.com</bdi> · client certificates <span class='label'>team=platform</span>",
            "edge-1.example expires in 3 h (<time datetime='2026-11-21T01:00:00Z'",
            "https://dash.cloudflare.com/a1/example.com/ssl-tls/client-certificates",
            "sudo certvigil ack " + key(alerts().getFirst()))
        .doesNotContain("2026-11-21T01:00Z)", "type='checkbox' form=");
  }

  @Test
  void zone_filters() {
    assertThat(page("", Map.of("zone", "example.*"))).contains("edge-1.example");
    assertThat(page("", Map.of("zone", "other.example")))
        .contains("No alert matches this filter.")
        .doesNotContain("edge-1.example");
  }

  @Test
  void selectedOnes_areAcknowledged_andOthersAreNot() {
    var all = alerts();
    var page = page("ops", Map.of());
    var fields = new LinkedHashMap<String, String>();
    for (var alert : all.subList(0, 2)) {
      var box = "<input type='checkbox' form='selected' name='ack." + key(alert) + "' value='1'";
      assertThat(page).contains(box, "id='selected'");
      fields.put("ack." + key(alert), "1");
    }

    var then = new AlertActions(context()).ack(new PageRequest("ack", fields, "ops"));

    assertThat(then).isEqualTo("alerts?said=acknowledged");
    assertThat(alerts())
        .extracting(alert -> alert.alert().progress().ack() != null)
        .containsExactly(true, true, false);
    assertThat(page("ops", Map.of()))
        .doesNotContain("name='ack." + key(all.getFirst()) + "'")
        .contains("name='ack." + key(all.getLast()) + "'");
  }

  @Test
  void selection_needsAnAlert_andAUser() {
    var actions = new AlertActions(context());
    var one = Map.of("ack." + key(alerts().getFirst()), "1");

    assertThatThrownBy(() -> actions.ack(new PageRequest("ack", Map.of(), "ops")))
        .isInstanceOf(InvalidForm.class)
        .hasMessage("Select at least one alert.");
    assertThatThrownBy(() -> actions.ack(new PageRequest("ack", one, "")))
        .isInstanceOf(InvalidForm.class);
    assertThat(actions.ack(new PageRequest("ack", Map.of("ack.nothing", "1"), "ops")))
        .isEqualTo("alerts?said=gone");
  }

  @Test
  void resolvedOnes_haveNoAlarmingColour() {
    site.read(
        CLIENTS,
        TODAY,
        certificate("1", "edge-1.example", "active", Duration.ofDays(300)),
        certificate("2", "edge-2.example", "active", Duration.ofDays(300)),
        certificate("3", "edge-3.example", "active", Duration.ofDays(300)));
    var resolved = site.store().inventory().events(3);

    assertThat(alerts()).isEmpty();
    assertThat(page("", Map.of("state", "all")))
        .contains("<span class='pill ok'>resolved</span>")
        .doesNotContain("pill critical", "pill warning", "certvigil ack edge");
    var html = new io.certvigil.web.html.Html();
    EventList.add(html, resolved, true);
    assertThat(html.toString())
        .contains("<span class='pill ok'>resolved</span>")
        .doesNotContain("pill critical");
  }
}

package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.demo.simulator.RenewalTrouble;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.model.Source;
import io.certvigil.model.ZoneStatus;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Silence;
import io.certvigil.store.Store;
import io.certvigil.web.api.ApiDocument;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conditions on their way: routes, silences, acknowledgements and reminders, API and metrics. */
class ConditionAlertsTest extends DaemonTestBase {
  private static final Duration QUARTER = Duration.ofDays(90);
  private static final String WATCH = "watch: [ { credential: main, every: 1h } ]";
  private static final Matcher OF_PACKS =
      new Matcher(Source.CERTIFICATE_PACKS.word(), "", "", "timed-out.*", Map.of());
  private static final Matcher OF_ZONE = new Matcher("", "zone-1.example", "", "", Map.of());

  private SimulatedCertificate pack;

  @BeforeEach
  void addPack() {
    pack = managed(Source.CERTIFICATE_PACKS, "timed-out.zone-0.example", 25);
    estate.append(List.of(pack));
    daemon.sweep();
  }

  @Test
  void reminders_areWeekly_untilAcknowledged_andARiseIsToldNevertheless() throws SQLException {
    block();
    daemon.sweepAfter(Duration.ofHours(1));
    daemon.sweepAfter(Duration.ofDays(7));
    assertThat(blocked()).extracting(ConditionAlertsTest::severity).containsOnly("warning");
    assertThat(summaries()).hasSize(2).last().asString().endsWith(", reminder 1");

    daemon.ack(alertKey());
    daemon.sweepAfter(Duration.ofDays(8));
    assertThat(summaries()).hasSize(2);
    daemon.sweepAfter(Duration.ofDays(4));

    assertThat(blocked())
        .hasSize(3)
        .last()
        .extracting(event -> severity(event))
        .isEqualTo("critical");
    daemon.sweepAfter(Duration.ofDays(1));
    assertThat(summaries()).as("critical: daily").hasSize(4);
    assertThat(column("SELECT count(*) FROM alert WHERE kind = 'renewal.blocked'"))
        .containsExactly("1");
  }

  @Test
  void route_sendsWhatItTakes_only() throws Exception {
    daemon.edit(
        WATCH,
        WATCH
            + "\nroutes: [ { match: { types: [\"renewal.*\"], source: certificate_packs,"
            + " min_severity: critical }, to: [ops-hook] },"
            + " { match: { types: [\"renewal.*\"] }, to: [] } ]");
    daemon.restart();
    block();
    daemon.sweepAfter(Duration.ofHours(1));
    assertThat(daemon.types()).contains("renewal.blocked");
    assertThat(blocked()).isEmpty();

    daemon.sweepAfter(Duration.ofDays(19));

    assertThat(blocked()).extracting(ConditionAlertsTest::severity).containsOnly("critical");
  }

  @Test
  void silence_holdsThemBack_andItsEndIsToldOnce() throws SQLException {
    silence("packs", OF_PACKS);
    silence("zone", OF_ZONE);
    block();
    estate.zoneStatus(otherZone, new ZoneStatus("moved", "full", false, "free"));

    daemon.sweepAfter(Duration.ofHours(1));

    assertThat(daemon.types()).contains("renewal.blocked", "zone.at_risk");
    assertThat(daemon.deliveredEvents()).isEmpty();
    daemon.sweepAfter(Duration.ofDays(1));
    var told = conditionEvents("certificate.unsilenced");
    assertThat(told)
        .extracting(event -> event.getAsJsonObject("condition").get("kind").getAsString())
        .containsExactlyInAnyOrder("renewal_blocked", "zone_at_risk");
    daemon.sweepAfter(Duration.ofHours(1));
    assertThat(conditionEvents("certificate.unsilenced")).hasSize(2);
  }

  @Test
  void alternatingCause_isNotToldAtEachReading() throws SQLException {
    for (int hour = 0; hour < 12; hour++) {
      var text = hour % 2 == 0 ? "MPIC failure" : "CAA records block issuance";
      estate.trouble(pack.id(), RenewalTrouble.ofPack("validation_timed_out", text));
      daemon.sweepAfter(Duration.ofHours(1));
      if (hour == 6) {
        daemon.restart();
      }
    }

    assertThat(daemon.types())
        .as("beside the changed status, each cause once")
        .containsExactly("certificate.status_changed", "renewal.blocked", "renewal.blocked");
  }

  @Test
  void conditions_areInTheApi_andCounted_untilTheyEnd() throws Exception {
    var hostname = managed(Source.CUSTOM_HOSTNAMES, "shop.customer.example", 60);
    estate.append(List.of(hostname));
    estate.trouble(hostname.id(), RenewalTrouble.ofHostname("moved", "active"));
    block();
    estate.zoneStatus(otherZone, new ZoneStatus("moved", "full", false, "free"));
    daemon.sweepAfter(Duration.ofHours(1));
    daemon.app().start();

    assertThat(kinds(1)).containsExactlyElementsOf(kinds(100));
    assertThat(kinds(2))
        .containsExactlyInAnyOrder("renewal_blocked", "zone_at_risk", "hostname_at_risk");
    assertCounts(
        "renewal_blocked certificate_packs warning",
        "zone_at_risk  warning",
        "hostname_at_risk custom_hostnames warning");

    estate.mend(pack.id());
    estate.mend(hostname.id());
    estate.zoneStatus(otherZone, SimulatedEstate.ACTIVE_ZONE);
    clock.advance(Duration.ofHours(1));
    daemon.sweepByDaemon();
    clock.advance(Duration.ofHours(1));
    daemon.sweepByDaemon();

    assertThat(kinds(100)).isEmpty();
    assertCounts();
  }

  /** Each series exists, at 0 without a condition. */
  private void assertCounts(String... expected) throws Exception {
    var account = estate.accounts().getFirst().id();
    var samples = daemon.metrics().all("certvigil_conditions");
    assertThat(samples).hasSize(12).allMatch(one -> one.label("account_id").equals(account));
    assertThat(samples)
        .filteredOn(one -> one.value() != 0)
        .allMatch(one -> one.value() == 1)
        .extracting(
            one -> one.label("kind") + " " + one.label("source") + " " + one.label("severity"))
        .containsExactlyInAnyOrder(expected);
  }

  /** The kinds on all pages of this size. */
  private List<String> kinds(int limit) throws Exception {
    var rows = new ArrayList<JsonElement>();
    var next = "";
    do {
      var page = ask("/api/v1/conditions?limit=" + limit + next);
      var data = page.getAsJsonArray("data").asList();
      assertThat(data).hasSizeLessThanOrEqualTo(limit);
      rows.addAll(data);
      next = page.get("next").isJsonNull() ? "" : "&cursor=" + page.get("next").getAsString();
    } while (!next.isEmpty());
    return rows.stream().map(row -> row.getAsJsonObject().get("kind").getAsString()).toList();
  }

  private JsonObject ask(String path) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      URI uri = daemon.app().webUri().resolve(path);
      var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      var type = answer.headers().firstValue("content-type").orElse("");
      assertThat(
              ApiDocument.mismatches(
                  "/api/v1/conditions", answer.statusCode(), type, answer.body()))
          .isEmpty();
      return JsonParser.parseString(answer.body()).getAsJsonObject();
    }
  }

  private void block() {
    estate.trouble(pack.id(), RenewalTrouble.ofPack("validation_timed_out"));
  }

  private void silence(String id, Matcher match) {
    var now = clock.instant();
    try (var store = Store.openForCommand(daemon.read().store())) {
      store
          .silences()
          .add(new Silence(id, "", match, now, now.plus(Duration.ofDays(1)), "ann", "why", now));
    }
  }

  private String alertKey() {
    return blocked().getFirst().getAsJsonObject("alert").get("key").getAsString();
  }

  private List<String> summaries() {
    return blocked().stream().map(event -> event.get("summary").getAsString()).toList();
  }

  private static String severity(JsonObject event) {
    return event.get("severity").getAsString();
  }

  private List<JsonObject> blocked() {
    return conditionEvents("renewal.blocked");
  }

  private List<JsonObject> conditionEvents(String type) {
    return daemon.deliveredEvents().stream()
        .filter(event -> event.get("type").getAsString().equals(type))
        .toList();
  }

  private SimulatedCertificate managed(Source source, String name, int days) {
    var one = InProcessDaemon.certificate(source, zone, name, days, clock.instant());
    return one.withValidity(one.notAfter().minus(QUARTER), one.notAfter()).withUse(true, true);
  }
}

package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.certvigil.demo.simulator.RenewalTrouble;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.model.Source;
import io.certvigil.model.ZoneStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Renewals that are blocked, zones and hostnames at risk, and a rotated SAML set: told once. */
class RenewalTroubleTest extends DaemonTestBase {
  private static final Duration QUARTER = Duration.ofDays(90);
  private static final String RATE_LIMITED =
      "The authority has rate limited these domains. Please wait for the rate limit to expire or"
          + " try another authority.";
  private static final String BOGUS =
      "dns problem: looking up caa for pending.zone-0.example: dnssec: bogus";

  private final Instant start = clock.instant();
  private SimulatedCertificate timedOut;
  private SimulatedCertificate pending;
  private SimulatedCertificate hostname;
  private SimulatedCertificate previous;

  /** Nothing is wrong with these lists. */
  @BeforeEach
  void fillLists() {
    timedOut = managed(Source.CERTIFICATE_PACKS, zone, "timed-out.zone-0.example", 25);
    pending = managed(Source.CERTIFICATE_PACKS, zone, "pending.zone-0.example", 40);
    hostname = managed(Source.CUSTOM_HOSTNAMES, zone, "shop.customer.example", 60);
    var account = estate.accounts().getFirst().id();
    var set = InProcessDaemon.certificate(Source.SAML_CERTIFICATES, account, "set", 350, now());
    previous =
        InProcessDaemon.certificate(Source.SAML_CERTIFICATES, account, set.id(), 20, now())
            .withStatus(SimulatedCertificate.INACTIVE, null);
    estate.append(List.of(timedOut, pending, hostname, set));
  }

  @Test
  void healthyLists_areSilent() throws SQLException {
    daemon.sweep();
    daemon.sweepAfter(Duration.ofMinutes(20));
    clock.advance(Duration.ofDays(2));
    daemon.sweep();

    assertThat(daemon.types()).isEmpty();
    assertThat(column("SELECT key FROM condition")).isEmpty();
  }

  @Test
  void movedZone_isTold_whenTheConfigNamesIt_andNoListContainsIt() throws SQLException {
    estate.unlist(otherZone);
    daemon.edit("every: 1h", "every: 1h, zones: [%s]".formatted(otherZone));
    daemon.restart();
    daemon.sweep();
    assertThat(daemon.types()).isEmpty();

    estate.zoneStatus(otherZone, new ZoneStatus("moved", "full", false, "free"));
    daemon.sweepAfter(Duration.ofHours(1));
    assertThat(daemon.types()).containsExactly("zone.at_risk");

    estate.zoneStatus(otherZone, SimulatedEstate.ACTIVE_ZONE);
    daemon.sweepAfter(Duration.ofHours(1));
    daemon.sweepAfter(Duration.ofHours(1));
    assertThat(daemon.types()).containsExactly("zone.at_risk", "zone.recovered");
  }

  @Test
  void eachTrouble_isOneAlert_withCauseActorAndDeadline() throws SQLException {
    plant();

    daemon.sweep();

    assertThat(daemon.types())
        .containsExactlyInAnyOrder(
            "zone.at_risk", "renewal.blocked", "hostname.at_risk", "certificate.expiring");
    daemon.sweepAfter(Duration.ofMinutes(16));
    assertThat(daemon.types())
        .hasSize(5)
        .filteredOn(type -> type.equals("renewal.blocked"))
        .hasSize(2);
    assertThat(daemon.firing()).hasSize(5);
    daemon.sweepAfter(Duration.ofHours(1));
    assertThat(daemon.types()).as("nothing is told twice").hasSize(5);

    assertCondition("zone-1.example", "zone_at_risk", "you", "moved away", days(7));
    assertCondition(
        "timed-out.zone-0.example",
        "renewal_blocked",
        "you",
        "validation timed out",
        timedOut.notAfter());
    assertCondition(
        "pending.zone-0.example", "renewal_blocked", "you", "DNSSEC", pending.notAfter());
    assertCondition(
        "shop.customer.example", "hostname_at_risk", "customer", "rate-limited", days(7));
    assertThat(event("certificate.expiring").get("summary").getAsString())
        .contains("upload the current certificate of the set to the identity provider")
        .contains("acknowledge this alert");
  }

  @Test
  void eachTrouble_isResolved_whenItIsMended() throws SQLException {
    plant();
    daemon.sweep();
    daemon.sweepAfter(Duration.ofMinutes(16));
    var ackKey = event("certificate.expiring").getAsJsonObject("alert").get("key").getAsString();

    estate.mend(timedOut.id());
    estate.mend(pending.id());
    estate.mend(hostname.id());
    estate.zoneStatus(otherZone, SimulatedEstate.ACTIVE_ZONE);
    daemon.ack(ackKey);
    daemon.sweepAfter(Duration.ofHours(1));
    assertThat(daemon.firing()).as("one healthy reading may be chance").hasSize(4);
    daemon.sweepAfter(Duration.ofHours(1));

    assertThat(daemon.firing()).isEmpty();
    assertThat(daemon.types())
        .hasSize(10)
        .contains("certificate.resolved", "zone.recovered", "hostname.recovered")
        .filteredOn(type -> type.equals("renewal.recovered"))
        .hasSize(2);
    assertThat(column("SELECT reason FROM alert WHERE kind = 'certificate.expiring'"))
        .containsExactly("handed_over");
    daemon.sweepAfter(Duration.ofDays(7));
    assertThat(column("SELECT type FROM event WHERE alert_key = '" + ackKey + "'"))
        .as("what was handed over stays closed")
        .hasSize(2);
  }

  @Test
  void whatComesAndGoes_isToldOnce_alsoOverRestarts() throws SQLException {
    for (int reading = 0; reading < 6; reading++) {
      if (reading % 2 == 0) {
        plant();
      } else {
        estate.mend(timedOut.id());
        estate.mend(pending.id());
        estate.mend(hostname.id());
        estate.zoneStatus(otherZone, SimulatedEstate.ACTIVE_ZONE);
        estate.remove(previous.id());
      }
      daemon.sweepAfter(Duration.ofHours(1));
      daemon.restart();
    }

    assertThat(daemon.types())
        .filteredOn(type -> !type.startsWith("certificate."))
        .containsExactlyInAnyOrder(
            "zone.at_risk", "renewal.blocked", "renewal.blocked", "hostname.at_risk");
    daemon.sweepAfter(Duration.ofHours(1));
    assertThat(column("SELECT key FROM condition WHERE valid_to IS NULL")).isEmpty();
    assertThat(daemon.types()).contains("zone.recovered", "hostname.recovered");
  }

  @Test
  void restart_tellsNothingAgain() throws SQLException {
    plant();
    daemon.sweep();
    daemon.sweepAfter(Duration.ofMinutes(16));
    var told = column("SELECT id FROM event");

    daemon.restart();
    daemon.sweepAfter(Duration.ofMinutes(5));

    assertThat(column("SELECT id FROM event")).isEqualTo(told);
  }

  private void plant() {
    estate.zoneStatus(otherZone, new ZoneStatus("moved", "full", false, "free"));
    estate.trouble(timedOut.id(), RenewalTrouble.ofPack("validation_timed_out"));
    estate.trouble(pending.id(), RenewalTrouble.ofPack("pending_validation", BOGUS));
    estate.trouble(
        hostname.id(), RenewalTrouble.ofHostname("moved", "pending_validation", RATE_LIMITED));
    estate.append(List.of(previous));
  }

  private void assertCondition(
      String name, String kind, String actor, String cause, Instant deadline) {
    var condition =
        daemon.deliveredEvents().stream()
            .filter(event -> event.get("condition") instanceof JsonObject)
            .map(event -> event.getAsJsonObject("condition"))
            .filter(one -> one.getAsJsonObject("subject").get("name").getAsString().equals(name))
            .findFirst()
            .orElseThrow();
    assertThat(condition.get("kind").getAsString()).isEqualTo(kind);
    assertThat(condition.get("actor").getAsString()).isEqualTo(actor);
    assertThat(condition.get("cause").getAsString()).contains(cause);
    assertThat(Instant.parse(condition.get("deadline").getAsString()))
        .isBetween(deadline.minusSeconds(1), deadline.plusSeconds(1));
  }

  private JsonObject event(String type) {
    return daemon.deliveredEvents().stream()
        .filter(event -> event.get("type").getAsString().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private Instant days(int days) {
    return start.plus(Duration.ofDays(days));
  }

  private Instant now() {
    return clock.instant();
  }

  private SimulatedCertificate managed(Source source, String owner, String name, int days) {
    var one = InProcessDaemon.certificate(source, owner, name, days, now());
    return one.withValidity(one.notAfter().minus(QUARTER), one.notAfter()).withUse(true, true);
  }
}

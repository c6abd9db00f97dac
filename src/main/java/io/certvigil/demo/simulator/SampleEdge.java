package io.certvigil.demo.simulator;

import static io.certvigil.demo.simulator.SimulatedCertificate.Oddity.NOT_ISSUED;
import static io.certvigil.demo.simulator.SimulatedCertificate.Oddity.POSTGRES_DATE;
import static io.certvigil.demo.simulator.SimulatedCertificate.Oddity.WITHOUT_TLS;
import static io.certvigil.model.Source.CERTIFICATE_PACKS;
import static io.certvigil.model.Source.CUSTOM_CERTIFICATES;
import static io.certvigil.model.Source.CUSTOM_HOSTNAMES;
import static io.certvigil.model.Source.CUSTOM_TRUST_STORE;
import static io.certvigil.model.Source.MTLS_CERTIFICATES;

import io.certvigil.model.ResourceRef;
import io.certvigil.model.Source;
import io.certvigil.model.Zone;
import io.certvigil.model.ZoneStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Adds the edge certificates and the uploaded certificates of the sample estate: packs for every
 * zone, and a few certificates for each other list, some with oddities.
 */
final class SampleEdge {
  private static final String RATE_LIMITED =
      "The authority has rate limited these domains. Please wait for the rate limit to expire or"
          + " try another authority.";
  private static final int CUSTOMERS = 24;
  private static final Duration QUARTER = Duration.ofDays(90);
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Duration TEN_YEARS = Duration.ofDays(3650);

  private final SimulatedEstate estate;
  private final SeededRandom random;
  private final Instant now;

  SampleEdge(SimulatedEstate estate, Instant now) {
    this.estate = estate;
    this.random = new SeededRandom(estate.seed() + 7);
    this.now = now;
  }

  void fill() {
    estate.accounts().forEach(this::addAuthorities);
    estate.zones().forEach(this::addUniversal);
    estate.zones().forEach(this::addSpecial);
  }

  private void addAuthorities(ResourceRef account) {
    var name = account.name() + " Partner CA";
    add(
        certificate(MTLS_CERTIFICATES, account, name, 700, TEN_YEARS),
        certificate(MTLS_CERTIFICATES, account, name + " (2019)", -60, TEN_YEARS));
  }

  /** Certificates that are renewed in time: 31 to 89 of 90 days are left. */
  private void addUniversal(Zone zone) {
    var name = zone.zone().name();
    var hosts = List.of(name, "*." + name);
    int days = 31 + random.below(58);
    add(
        managed(zone.zone(), name, days).withHosts(hosts),
        managed(zone.zone(), name, days).withHosts(hosts));
  }

  private void addSpecial(Zone zone) {
    var of = zone.zone();
    switch (of.name()) {
      case "northwind-freight.example" -> addOverdue(of);
      case "northwind-staging.example" -> add(notIssued(managed(of, "new." + of.name(), 60)));
      case "northwind-telematics.example" -> addTrusted(of);
      case "acme-pay.example" -> addCustom(of);
      case "acme-partners.example" -> addCustomers(of);
      case "acme-ledger.example" ->
          estate.zoneStatus(of.id(), new ZoneStatus("moved", "full", false, "free"));
      default -> {}
    }
  }

  /**
   * Its renewal is overdue by two weeks, because its validation timed out; the backup certificate
   * is not in use.
   */
  private void addOverdue(ResourceRef zone) {
    var name = "track." + zone.name();
    var overdue = managed(zone, name, 15);
    estate.trouble(overdue.id(), RenewalTrouble.ofPack("validation_timed_out"));
    add(overdue, managed(zone, name, 44).withStatus("backup_issued", null));
  }

  private void addTrusted(ResourceRef zone) {
    add(
        certificate(CUSTOM_TRUST_STORE, zone, "Northwind Origin Root", 25, TEN_YEARS),
        certificate(CUSTOM_TRUST_STORE, zone, "Northwind Origin Root 2", 3000, TEN_YEARS),
        certificate(CUSTOM_TRUST_STORE, zone, "Northwind Origin Root 0", -200, TEN_YEARS)
            .withStatus("expired", null));
  }

  /** The same certificate is in both lists, as in the real API. */
  private void addCustom(ResourceRef zone) {
    var checkout = List.of("checkout." + zone.name(), "pay." + zone.name());
    var name = checkout.getFirst();
    add(
        certificate(CUSTOM_CERTIFICATES, zone, name, 45, YEAR).withHosts(checkout),
        certificate(CERTIFICATE_PACKS, zone, name, 45, YEAR).withHosts(checkout),
        certificate(CUSTOM_CERTIFICATES, zone, "legacy." + zone.name(), 320, YEAR)
            .withOddity(POSTGRES_DATE));
  }

  private void addCustomers(ResourceRef zone) {
    for (int n = 1; n <= CUSTOMERS; n++) {
      var name = "shop.customer-%02d.example".formatted(n);
      add(hostname(zone, name, 31 + random.below(58)).withUse(true, true));
    }
    var moved = hostname(zone, "moved-away.example", 12).withUse(true, true);
    estate.trouble(
        moved.id(), RenewalTrouble.ofHostname("moved", "pending_validation", RATE_LIMITED));
    add(
        moved,
        certificate(CUSTOM_HOSTNAMES, zone, "bring-your-own.example", 100, YEAR),
        notIssued(hostname(zone, "just-signed-up.example", 90).withUse(true, true)),
        hostname(zone, "plain-http.example", 90).withOddity(WITHOUT_TLS));
  }

  private static SimulatedCertificate notIssued(SimulatedCertificate certificate) {
    return certificate.withStatus("pending_validation", null).withOddity(NOT_ISSUED);
  }

  private SimulatedCertificate hostname(ResourceRef zone, String name, int days) {
    return certificate(CUSTOM_HOSTNAMES, zone, name, days, QUARTER);
  }

  private SimulatedCertificate managed(ResourceRef zone, String name, int days) {
    return certificate(CERTIFICATE_PACKS, zone, name, days, QUARTER).withUse(true, true);
  }

  private SimulatedCertificate certificate(
      Source source, ResourceRef owner, String name, int days, Duration lifetime) {
    var day = now.plus(Duration.ofDays(days));
    var end = random.between(day, day.plus(Duration.ofDays(1)));
    var id = source == CUSTOM_HOSTNAMES ? random.uuid() : random.id();
    return SimulatedCertificate.of(source, owner.id(), id, name, end.minus(lifetime), end);
  }

  private void add(SimulatedCertificate... some) {
    estate.append(List.of(some));
  }
}

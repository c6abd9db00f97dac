package io.certvigil.demo.simulator;

import static io.certvigil.demo.simulator.SimulatedCertificate.Oddity.DOCUMENTATION_PEM;
import static io.certvigil.model.Source.ORIGIN_CA;
import static io.certvigil.model.Source.ORIGIN_PULL;
import static io.certvigil.model.Source.ORIGIN_PULL_HOSTNAMES;
import static io.certvigil.model.Source.SAML_CERTIFICATES;
import static io.certvigil.model.Source.SERVICE_TOKENS;

import io.certvigil.model.ResourceRef;
import io.certvigil.model.Source;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * Adds the certificates for origins and identity providers, and the service tokens, of the sample
 * estate. Uses its own random source, so that the rest of the estate does not depend on it.
 */
final class SampleOrigins {
  private static final int YEAR = 365;

  private final SimulatedEstate estate;
  private final SeededRandom random;
  private final Instant now;

  private SampleOrigins(SimulatedEstate estate, Instant now) {
    this.estate = estate;
    this.random = new SeededRandom(estate.seed() ^ 0x0041L);
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  static void fill(SimulatedEstate estate, Instant now) {
    var filler = new SampleOrigins(estate, now);
    estate.accounts().forEach(filler::addAccount);
    estate.zones().forEach(zone -> filler.addZone(zone.zone()));
  }

  private void addAccount(ResourceRef account) {
    var set = random.uuid();
    add(
        certificate(SAML_CERTIFICATES, account, set, set, 700, 3 * YEAR),
        certificate(SAML_CERTIFICATES, account, random.uuid(), set, 24, 3 * YEAR)
            .withStatus(SimulatedCertificate.INACTIVE, null),
        token(account, "CI/CD", 9),
        token(account, "Backups", 200),
        token(account, "Old importer", -40).withStatus(SimulatedCertificate.INACTIVE, null),
        neverExpiring(token(account, "Monitoring", 0)));
  }

  private void addZone(ResourceRef zone) {
    var pull = random.id();
    var name = zone.name();
    add(
        issued(zone, List.of("*." + name, name), 14 * YEAR, 15 * YEAR),
        issued(zone, List.of("old." + name), -300, 15 * YEAR).withOddity(DOCUMENTATION_PEM),
        certificate(
            ORIGIN_PULL, zone, pull, "origin-pull." + name, 25 + random.below(YEAR), 2 * YEAR));
    if (name.toLowerCase(Locale.ROOT).startsWith("acme")) {
      add(
          issued(zone, List.of("api." + name), 20, 90),
          token(zone, "Deploys of " + name, 45),
          hostnamePull(zone, "orders." + name, 60),
          hostnamePull(zone, "invoices." + name, 12),
          hostnamePull(zone, "legacy." + name, 90).withStatus("deployment_timed_out", null));
    }
  }

  /** The ids of Origin CA are long numbers. */
  private SimulatedCertificate issued(
      ResourceRef zone, List<String> hosts, int days, int lifetime) {
    var id =
        new BigInteger(random.id(), 16).mod(BigInteger.TEN.pow(18)).add(BigInteger.TEN.pow(18));
    return certificate(ORIGIN_CA, zone, id.toString(), hosts.getFirst(), days, lifetime)
        .withHosts(hosts);
  }

  private SimulatedCertificate hostnamePull(ResourceRef zone, String name, int days) {
    return certificate(ORIGIN_PULL_HOSTNAMES, zone, random.id(), name, days, YEAR);
  }

  private SimulatedCertificate token(ResourceRef owner, String name, int days) {
    return certificate(SERVICE_TOKENS, owner, random.uuid(), name, days, YEAR);
  }

  private static SimulatedCertificate neverExpiring(SimulatedCertificate certificate) {
    return certificate.withValidity(certificate.notBefore(), SimulatedCertificate.NEVER);
  }

  private SimulatedCertificate certificate(
      Source source, ResourceRef owner, String id, String name, int days, int lifetime) {
    var end = now.plus(Duration.ofDays(days)).plusSeconds(random.below(86_400));
    return SimulatedCertificate.of(
        source, owner.id(), id, name, end.minus(Duration.ofDays(lifetime)), end);
  }

  private void add(SimulatedCertificate... some) {
    estate.append(List.of(some));
  }
}

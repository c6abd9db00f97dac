package io.certvigil.demo.simulator;

import static io.certvigil.demo.simulator.SimulatedCertificate.Oddity.DOCUMENTATION_PEM;
import static io.certvigil.demo.simulator.SimulatedCertificate.Oddity.LITERAL_NEWLINES;
import static io.certvigil.demo.simulator.SimulatedCertificate.Oddity.UNREADABLE_DATE;
import static io.certvigil.model.Source.ACCESS_CERTIFICATES;
import static io.certvigil.model.Source.CLIENT_CERTIFICATES;
import static io.certvigil.model.Source.GATEWAY_CERTIFICATES;

import io.certvigil.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Builds the sample estate: realistic zones and certificates of three companies, with oddities. */
final class SampleEstate {
  private static final List<Integer> LIFETIMES = List.of(30, 90, 365, 1095, 3650, 5475);
  private static final String FREIGHT = "Northwind Freight";
  private static final String PAYMENTS = "Acme Payments";
  private static final String CITY = "Stadtwerke Mülheim";

  /** A zone: its account and name, and the name and number of its devices. */
  private record Site(String account, String zone, String device, int devices) {}

  /** The percentage of certificates that expire in this range of hours from now. */
  private record Share(int percent, int fromHours, int toHours) {}

  private static final List<Site> SITES =
      List.of(
          new Site(FREIGHT, "northwind-freight.example", "dispatch", 14),
          new Site(FREIGHT, "northwind-telematics.example", "truck", 128),
          new Site(FREIGHT, "northwind-depots.example", "gate", 36),
          new Site(FREIGHT, "northwind-drivers.example", "handheld", 54),
          new Site(FREIGHT, "northwind-staging.example", "test", 6),
          new Site(PAYMENTS, "acme-pay.example", "gateway", 18),
          new Site(PAYMENTS, "acme-terminals.example", "terminal", 75),
          new Site(PAYMENTS, "acme-ledger.example", "ledger", 8),
          new Site(PAYMENTS, "acme-partners.example", "partner", 22),
          new Site(CITY, "stadtwerke-muelheim.example", "portal", 5),
          new Site(CITY, "smart-meter.example", "meter", 60),
          new Site(CITY, "xn--ladesulen-z2a.example", "charger", 17),
          new Site(CITY, "muelheim-parkt.example", "", 0));

  /** Most expire late; a few have expired, or expire in hours, days or weeks. */
  private static final List<Share> SHARES =
      List.of(
          new Share(2, -9600, -1),
          new Share(1, 2, 24),
          new Share(2, 24, 7 * 24),
          new Share(5, 7 * 24, 30 * 24),
          new Share(10, 30 * 24, 90 * 24),
          new Share(35, 90 * 24, 365 * 24),
          new Share(45, 365 * 24, 3600 * 24));

  private final SimulatedEstate estate;
  private final SeededRandom random;
  private final Instant now;

  SampleEstate(long seed, Instant now) {
    this.estate = new SimulatedEstate(seed);
    this.random = new SeededRandom(seed);
    this.now = now;
  }

  SimulatedEstate build() {
    for (var name : List.of(FREIGHT, PAYMENTS, CITY)) {
      addAccount(name);
    }
    for (var site : SITES) {
      addZone(site);
    }
    SampleOrigins.fill(estate, now);
    SampleAccess.fill(estate, now);
    return estate;
  }

  private void addAccount(String name) {
    var id = estate.addAccount(random.id(), name).id();
    var host = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-") + ".example";
    estate.append(
        List.of(
            certificate(GATEWAY_CERTIFICATES, id, "Gateway CA - Cloudflare Managed G1", 1400)
                .withUse(true, true),
            certificate(GATEWAY_CERTIFICATES, id, name + " Inspection CA", 21)
                .withOddity(LITERAL_NEWLINES),
            certificate(GATEWAY_CERTIFICATES, id, name + " Inspection CA (old)", -290)
                .withStatus("inactive", null)
                .withUse(false, false),
            certificate(ACCESS_CERTIFICATES, id, name + " Devices Root", 2900)
                .withHosts(List.of("admin." + host, "wiki." + host)),
            certificate(ACCESS_CERTIFICATES, id, "Contractors " + name, 52)
                .withHosts(List.of("git." + host))));
  }

  private void addZone(Site site) {
    var account =
        estate.accounts().stream().filter(one -> one.name().equals(site.account())).findFirst();
    var zone = estate.addZone(random.id(), site.zone(), account.orElseThrow().id()).zone().id();
    var all = new ArrayList<SimulatedCertificate>();
    for (int n = 1; n <= site.devices(); n++) {
      var name = "%s-%03d.%s".formatted(site.device(), n, site.zone());
      all.add(certificateExpiringAt(CLIENT_CERTIFICATES, zone, name, randomExpiry()));
    }
    if (site.device().equals("partner")) {
      all.addAll(oddities(zone));
      all.add(certificate(ACCESS_CERTIFICATES, zone, "Partners Root", 700));
    }
    estate.append(all);
  }

  /** Oddities that occur, or could occur, in real lists; each once. */
  private List<SimulatedCertificate> oddities(String zone) {
    return List.of(
        odd(zone, "Zähler-4711 Straße 測試 ✓", 200),
        odd(zone, "printer \"lobby\" \\ 'ground floor'", 300),
        odd(zone, "<script>alert('demo')</script>", 400),
        odd(zone, "a-very-long-name-" + "0123456789".repeat(20) + ".example", 500),
        odd(zone, "Cloudflare", 90),
        odd(zone, "Cloudflare", 190),
        odd(zone, "Cloudflare", 290),
        odd(zone, "copied-from-the-documentation", 120).withOddity(DOCUMENTATION_PEM),
        odd(zone, "dateless", 130).withOddity(UNREADABLE_DATE),
        odd(zone, "sleeping", 140).withStatus("hibernating", null),
        odd(zone, "fired-contractor", 150).withStatus(SimulatedCertificate.REVOKED, null),
        odd(zone, "leaving-contractor", 160)
            .withStatus(SimulatedCertificate.PENDING_REVOCATION, null));
  }

  private SimulatedCertificate odd(String zone, String name, int days) {
    return certificate(CLIENT_CERTIFICATES, zone, name, days);
  }

  private SimulatedCertificate certificate(Source source, String owner, String name, int days) {
    var day = now.plus(Duration.ofDays(days));
    return certificateExpiringAt(
        source, owner, name, random.between(day, day.plus(Duration.ofDays(1))));
  }

  private SimulatedCertificate certificateExpiringAt(
      Source source, String owner, String name, Instant end) {
    var id = source == CLIENT_CERTIFICATES ? random.id() : random.uuid();
    return SimulatedCertificate.of(source, owner, id, name, end.minus(lifetime(end)), end);
  }

  /** A common lifetime that is long enough for the validity to have started. */
  private Duration lifetime(Instant end) {
    var left = Duration.between(now, end);
    var fitting =
        LIFETIMES.stream().map(Duration::ofDays).filter(one -> one.compareTo(left) > 0).toList();
    return fitting.isEmpty() ? left.plusDays(1) : random.oneOf(fitting);
  }

  private Instant randomExpiry() {
    int chance = random.below(100);
    for (var share : SHARES) {
      chance -= share.percent();
      if (chance < 0) {
        return random.between(
            now.plus(Duration.ofHours(share.fromHours())),
            now.plus(Duration.ofHours(share.toHours())));
      }
    }
    throw new IllegalStateException("the shares do not add up to 100 percent");
  }
}

package io.certvigil.app;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

/**
 * The number of certificates of each source in a zone; generates estates of any size.
 *
 * @param perZone sources without an entry have an empty list in every zone
 */
record CertificatesPerZone(Map<Source, Integer> perZone) {
  /** 200 a zone, a mix that is plausible for a large customer. */
  static final CertificatesPerZone TWO_HUNDRED =
      new CertificatesPerZone(
          Map.of(
              Source.CLIENT_CERTIFICATES, 100,
              Source.CUSTOM_HOSTNAMES, 40,
              Source.ORIGIN_CA, 20,
              Source.CERTIFICATE_PACKS, 10,
              Source.ORIGIN_PULL_HOSTNAMES, 10,
              Source.CUSTOM_CERTIFICATES, 5,
              Source.CUSTOM_TRUST_STORE, 5,
              Source.ORIGIN_PULL, 5,
              Source.SERVICE_TOKENS, 3,
              Source.ACCESS_CERTIFICATES, 2));

  /** Few certificates in many zones: the number of lists determines the cost. */
  static final CertificatesPerZone FEW =
      new CertificatesPerZone(Map.of(Source.CLIENT_CERTIFICATES, 2, Source.ORIGIN_CA, 1));

  private static final int HOURS_OF_A_YEAR = 365 * 24;

  SimulatedEstate estate(int accounts, int zones, long seed, Instant now) {
    var estate = UniformEstate.of(accounts, zones, 0, seed, now);
    var random = new Random(seed);
    for (var zone : estate.zones()) {
      perZone.forEach(
          (source, count) -> {
            for (int at = 0; at < count; at++) {
              var end = now.plus(Duration.ofHours(24 + random.nextInt(HOURS_OF_A_YEAR - 48)));
              var id = "%016x%016x".formatted(random.nextLong(), random.nextLong());
              var name = source + "-" + at + "." + zone.zone().name();
              var begin = end.minus(Duration.ofDays(365));
              estate.add(SimulatedCertificate.of(source, zone.zone().id(), id, name, begin, end));
            }
          });
    }
    return estate;
  }

  /** The minimum number of requests to read all zones, accounts and their lists, and the user's. */
  long requests(int accounts, int zones) {
    long ofZone =
        Cloudflare.sources().stream()
            .filter(source -> source.existsAt(ScopeLevel.ZONE))
            .mapToLong(source -> Cloudflare.requests(source, perZone.getOrDefault(source, 0)))
            .sum();
    long ofAccount =
        Cloudflare.sources().stream().filter(it -> it.existsAt(ScopeLevel.ACCOUNT)).count();
    long ofUser = Cloudflare.sources().stream().filter(it -> it.existsAt(ScopeLevel.USER)).count();
    return Math.ceilDiv(zones, 50) + 1 + zones * ofZone + accounts * ofAccount + ofUser;
  }
}

package io.certvigil.demo.simulator;

import static io.certvigil.model.Source.ACCESS_CERTIFICATES;
import static io.certvigil.model.Source.CLIENT_CERTIFICATES;
import static io.certvigil.model.Source.GATEWAY_CERTIFICATES;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Builds an estate of any size without oddities. */
final class UniformEstate {
  private static final Duration LIFETIME = Duration.ofDays(365);
  private static final int ACCOUNT_CERTIFICATES = 2;

  private final SimulatedEstate estate;
  private final SeededRandom random;
  private final Instant now;

  UniformEstate(long seed, Instant now) {
    this.estate = new SimulatedEstate(seed);
    this.random = new SeededRandom(seed);
    this.now = now;
  }

  SimulatedEstate build(int accounts, int zones, int clientCertificatesPerZone) {
    if (accounts < 1) {
      throw new IllegalArgumentException("accounts: must be positive, was " + accounts);
    }
    for (int at = 0; at < accounts; at++) {
      addAccount(at);
    }
    var owners = estate.accounts();
    for (int at = 0; at < zones; at++) {
      addZone(at, owners.get(at % accounts).id(), clientCertificatesPerZone);
    }
    return estate;
  }

  private void addAccount(int at) {
    var account = estate.addAccount(random.id(), "account-" + at);
    for (int n = 0; n < ACCOUNT_CERTIFICATES; n++) {
      var end = randomExpiry();
      var gateway =
          SimulatedCertificate.of(
              GATEWAY_CERTIFICATES, account.id(), random.uuid(), "Org " + n, notBefore(end), end);
      var access =
          SimulatedCertificate.of(
              ACCESS_CERTIFICATES, account.id(), random.uuid(), "root-" + n, notBefore(end), end);
      estate.append(List.of(gateway, access));
    }
  }

  private void addZone(int at, String accountId, int certificates) {
    var name = "zone-" + at + ".example";
    var zone = estate.addZone(random.id(), name, accountId).zone();
    var all = new ArrayList<SimulatedCertificate>(certificates);
    for (int n = 0; n < certificates; n++) {
      var end = randomExpiry();
      all.add(
          SimulatedCertificate.of(
              CLIENT_CERTIFICATES,
              zone.id(),
              random.id(),
              "device-" + n + "." + name,
              notBefore(end),
              end));
    }
    estate.append(all);
  }

  private Instant randomExpiry() {
    return random.between(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(364)));
  }

  private static Instant notBefore(Instant end) {
    return end.minus(LIFETIME);
  }
}

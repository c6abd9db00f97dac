package io.certvigil.demo.simulator;

import static io.certvigil.model.Source.ACCESS_CERTIFICATES;
import static io.certvigil.model.Source.CLIENT_CERTIFICATES;
import static io.certvigil.model.Source.GATEWAY_CERTIFICATES;

import io.certvigil.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Builds an estate of any size without oddities. */
public final class UniformEstate {
  private static final Duration LIFETIME = Duration.ofDays(365);
  private static final int ACCOUNT_CERTIFICATES = 2;

  private final SimulatedEstate estate;
  private final SeededRandom random;
  private final Instant now;

  private UniformEstate(long seed, Instant now) {
    this.estate = new SimulatedEstate(seed);
    this.random = new SeededRandom(seed);
    this.now = now;
  }

  /**
   * These numbers of zones and client certificates, distributed evenly over the accounts; each
   * account has two gateway and two access certificates. The same seed and time give the same
   * estate.
   *
   * @param accounts at least one
   */
  public static SimulatedEstate of(
      int accounts, int zones, int clientCertificatesPerZone, long seed, Instant now) {
    return new UniformEstate(seed, now).build(accounts, zones, clientCertificatesPerZone);
  }

  private SimulatedEstate build(int accounts, int zones, int clientCertificatesPerZone) {
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
    var account = estate.addAccount(random.id(), "account-" + at).id();
    for (int n = 0; n < ACCOUNT_CERTIFICATES; n++) {
      var end = randomExpiry();
      estate.append(
          List.of(
              certificate(GATEWAY_CERTIFICATES, account, random.uuid(), "Org " + n, end),
              certificate(ACCESS_CERTIFICATES, account, random.uuid(), "root-" + n, end)));
    }
  }

  private void addZone(int at, String accountId, int certificates) {
    var name = "zone-" + at + ".example";
    var zone = estate.addZone(random.id(), name, accountId).zone().id();
    var all = new ArrayList<SimulatedCertificate>(certificates);
    for (int n = 0; n < certificates; n++) {
      var end = randomExpiry();
      var device = "device-" + n + "." + name;
      all.add(certificate(CLIENT_CERTIFICATES, zone, random.id(), device, end));
    }
    estate.append(all);
  }

  private static SimulatedCertificate certificate(
      Source source, String owner, String id, String name, Instant end) {
    return SimulatedCertificate.of(source, owner, id, name, end.minus(LIFETIME), end);
  }

  private Instant randomExpiry() {
    return random.between(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(364)));
  }
}

package io.certvigil.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.app.DaemonConfig;
import io.certvigil.app.DaemonProcess;
import io.certvigil.demo.simulator.InjectedFaults;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The daemon process, and the environment that keeps running when it is killed: Cloudflare and
 * receivers.
 */
final class CampaignEnvironment implements AutoCloseable {
  static final int[] DAYS = {60, 30, 14, 7, 3, 1, 0};
  private static final int ZONES = 5;
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  /** Long, because a thousand kills leave a backlog. */
  private static final Duration DRAIN_TIMEOUT = Duration.ofMinutes(30);

  final SimulatedEstate estate;
  final InjectedFaults faults = new InjectedFaults();
  final SimulatedCloudflare cloudflare;
  final CampaignReceivers receivers = new CampaignReceivers();
  final DaemonProcess daemon;
  private final Clock clock = Clock.systemUTC();
  private final Random random;
  private final Path folder;
  private final Path database;
  private int devices;

  /**
   * @param folder the folder of its config and log
   * @param state the folder of its database
   * @param certificates the number of certificates, each of which crosses a rung shortly after the
   *     previous one
   */
  CampaignEnvironment(Path folder, Path state, Random random, int certificates) {
    this.random = random;
    estate = estateWith(certificates);
    cloudflare = SimulatedCloudflare.start(estate, RateLimits.none(), clock, faults);
    this.folder = folder;
    database = state.resolve("certvigil.db");
    daemon = new DaemonProcess(folder, database, config(database));
    options();
  }

  private String config(Path database) {
    return config(database, "test", "1s", "", "");
  }

  private String config(
      Path database, String installation, String every, String labels, String suffix) {
    return DaemonConfig.yaml(
        installation,
        cloudflare,
        "20s",
        database,
        """
        watch: [ { credential: main, every: %s, sources: [client_certificates]%s } ]
        web: { listen: "127.0.0.1:0" }
        """
                .formatted(every, labels)
            + receivers.config(suffix));
  }

  /**
   * Draws another config for the same receivers: names of channels, installation, interval, labels
   * and a route that matches everything. The daemon is not notified.
   */
  void changeConfig() throws IOException {
    var suffix = random.nextBoolean() ? "" : "-" + (char) ('a' + random.nextInt(26));
    var labels = random.nextBoolean() ? "" : ", labels: { team: t" + random.nextInt(3) + " }";
    var text =
        config(database, "test-" + random.nextInt(3), random.nextInt(1, 3) + "s", labels, suffix);
    var names =
        Stream.of("ops-hook", "slack", "am", "pager", "mail").map(name -> name + suffix).toList();
    var route = random.nextBoolean() ? "" : "routes: [ { match: {}, to: " + names + " } ]\n";
    Files.writeString(folder.resolve("certvigil.yml"), text + route);
  }

  /**
   * The JVM options: no grouping delay, and a class data archive that makes starts faster after the
   * first clean exit.
   */
  void options() {
    daemon.clearOptions();
    daemon.addOption("-Dcertvigil.pace=1");
    daemon.addOption("-XX:TieredStopAtLevel=1");
    daemon.addOption("-XX:+AutoCreateSharedArchive");
    daemon.addOption("-XX:SharedArchiveFile=" + Path.of("target/campaign.jsa").toAbsolutePath());
  }

  private SimulatedEstate estateWith(int certificates) {
    var now = clock.instant();
    var filled = UniformEstate.of(1, ZONES, 0, Campaign.SEED, now);
    for (int i = 0; i < certificates; i++) {
      var zone = filled.zones().get(i % ZONES).zone().id();
      var end = now.plus(Duration.ofDays(DAYS[i % DAYS.length])).plusMillis(150L * i);
      filled.add(device(zone, end));
    }
    return filled;
  }

  private SimulatedCertificate device(String zone, Instant end) {
    int number = devices++;
    return SimulatedCertificate.of(
        Source.CLIENT_CERTIFICATES,
        zone,
        "%032x".formatted(0xdecafL + number),
        "device-" + number + ".example.com",
        end.minus(YEAR),
        end);
  }

  /**
   * Lets the daemon run for this time while certificates are renewed, revoked, deleted and created.
   */
  void runFor(Duration time) throws InterruptedException {
    var end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      changeOneCertificate();
      TimeUnit.MILLISECONDS.sleep(50); // the rate of changes, not a wait for a condition
    }
  }

  /**
   * Waits until the newly started daemon sends its first request to Cloudflare, or has ended: a
   * hang-up ends a JVM that has not installed its handlers yet.
   */
  void awaitFirstRequest() throws InterruptedException {
    long before = cloudflare.requests();
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (cloudflare.requests() == before && daemon.alive() && System.nanoTime() < end) {
      runFor(Duration.ofMillis(50));
    }
  }

  /**
   * Waits until the daemon has used this much more CPU time, which on a busy machine measures its
   * progress better than wall time; or until it has ended.
   */
  void runForCpuTime(Duration time) throws InterruptedException {
    var used = cpuTime().plus(time);
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (daemon.alive() && cpuTime().compareTo(used) < 0 && System.nanoTime() < end) {
      runFor(Duration.ofMillis(50));
    }
  }

  private Duration cpuTime() {
    return daemon.process().info().totalCpuDuration().orElse(TIMEOUT);
  }

  private void changeOneCertificate() {
    var zones = estate.zones();
    var zone = zones.get(random.nextInt(zones.size())).zone().id();
    var list = estate.list(Source.CLIENT_CERTIFICATES, zone);
    var certificate = list.get(random.nextInt(list.size()));
    var now = clock.instant();
    if (certificate.statusAt(now).equals(SimulatedCertificate.REVOKED)) {
      estate.remove(certificate.id());
      estate.add(device(zone, atRung(now)));
    } else if (random.nextInt(10) == 0) {
      estate.revoke(certificate.id(), now);
    } else if (random.nextInt(3) == 0) {
      estate.renew(
          certificate.id(), now, now.plus(Duration.ofDays(90)).plusMillis(random.nextInt(20_000)));
    } else {
      var end = atRung(now);
      estate.renew(certificate.id(), end.minus(YEAR), end);
    }
  }

  /** An expiry that is a rung away within the next three seconds. */
  private Instant atRung(Instant now) {
    var rung = Duration.ofDays(DAYS[random.nextInt(DAYS.length)]);
    return now.plus(rung).plusMillis(random.nextInt(3_000));
  }

  /**
   * Runs the daemon without faults until no delivery is open. Certificates continue to cross rungs,
   * so it may decide events just before it stops: then it is run again.
   */
  CampaignVerifier.CampaignSummary drain() throws Exception {
    receivers.recover();
    var summary = runUntilQuiet();
    for (int runs = 1; summary.open() && runs < 20; runs++) {
      summary = runUntilQuiet();
    }
    return summary;
  }

  private CampaignVerifier.CampaignSummary runUntilQuiet() throws Exception {
    daemon.start();
    await("every event is delivered")
        .atMost(DRAIN_TIMEOUT)
        .pollInterval(Duration.ofMillis(500))
        .until(this::isQuiet);
    assertThat(daemon.terminate()).isZero();
    return verify();
  }

  CampaignVerifier.CampaignSummary verify() throws SQLException {
    try (var database = daemon.database.connect()) {
      return new CampaignVerifier(database).summarize(receivers.targets());
    }
  }

  private boolean isQuiet() throws SQLException {
    return daemon.database.number(
            """
            SELECT (SELECT count(*) FROM delivery WHERE closed_at IS NULL)
                 + (SELECT count(*) FROM event
                    WHERE position > (SELECT min(mark) FROM channel WHERE removed_at IS NULL))
                 + (SELECT count(*) FROM scope WHERE complete_at IS NULL)
            """)
        == 0;
  }

  void awaitRows(String what, String sql) {
    await(what)
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> daemon.database.number(sql) > 0);
  }

  @Override
  public void close() {
    daemon.close();
    receivers.close();
    cloudflare.close();
  }
}

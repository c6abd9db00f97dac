package io.certvigil.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.app.DaemonProcess;
import io.certvigil.demo.simulator.InjectedFaults;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.model.Source;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The daemon, and everything around it that goes on living when it dies. */
final class CampaignEnvironment implements AutoCloseable {
  static final int[] DAYS = {60, 30, 14, 7, 3, 1, 0};
  private static final int ZONES = 5;
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  /** A thousand kills leave a backlog. */
  private static final Duration DRAIN_TIMEOUT = Duration.ofMinutes(30);

  final SimulatedEstate estate;
  final InjectedFaults faults = new InjectedFaults();
  final SimulatedCloudflare cloudflare;
  final CampaignReceivers receivers = new CampaignReceivers();
  final DaemonProcess daemon;
  private final Clock clock = Clock.systemUTC();
  private final Random random;
  private int devices;

  /**
   * @param folder of its config and its log
   * @param state of its database
   * @param certificates each crosses a rung a little later than the one before
   */
  CampaignEnvironment(Path folder, Path state, Random random, int certificates) {
    this.random = random;
    estate = estateWith(certificates);
    cloudflare = SimulatedCloudflare.start(estate, RateLimits.none(), clock, faults);
    var database = state.resolve("certvigil.db");
    daemon = new DaemonProcess(folder, database, config(database));
    options();
  }

  private String config(Path database) {
    return """
    installation: test
    cloudflare:
      base_url: %s
      timeout: 20s
      requests_per_5m: 60000
      credentials: { main: { api_token: "%s" } }
    watch: [ { credential: main, every: 1s, sources: [client_certificates] } ]
    store: { url: "sqlite:%s" }
    web: { listen: "127.0.0.1:0" }
    %s\
    """
        .formatted(
            cloudflare.baseUrl(), SimulatedCloudflare.TOKEN.reveal(), database, receivers.config());
  }

  /** Of its JVM: people are not made to wait, and it starts quickly once it has ended well. */
  void options() {
    daemon.clearOptions();
    daemon.addOption("-Dcertvigil.pace=1");
    daemon.addOption("-XX:TieredStopAtLevel=1");
    daemon.addOption("-XX:+AutoCreateSharedArchive");
    daemon.addOption("-XX:SharedArchiveFile=" + Path.of("target/campaign.jsa").toAbsolutePath());
  }

  private SimulatedEstate estateWith(int certificates) {
    var now = clock.instant();
    var crowded = SimulatedEstate.uniform(1, ZONES, 0, Campaign.SEED, now);
    for (int i = 0; i < certificates; i++) {
      var zone = crowded.zones().get(i % ZONES).zone().id();
      var end = now.plus(Duration.ofDays(DAYS[i % DAYS.length])).plusMillis(150L * i);
      crowded.add(device(zone, end));
    }
    return crowded;
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

  /** Time goes on for a while; certificates are renewed, revoked, taken away and made in it. */
  void runFor(Duration how) throws InterruptedException {
    var end = System.nanoTime() + how.toNanos();
    while (System.nanoTime() < end) {
      changeOneCertificate();
      TimeUnit.MILLISECONDS.sleep(50); // the pace of the world, not a wait for anything
    }
  }

  /** Until the daemon that was just begun asks Cloudflare something. */
  void awaitFirstRequest() throws InterruptedException {
    long before = cloudflare.requests();
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (cloudflare.requests() == before && System.nanoTime() < end) {
      runFor(Duration.ofMillis(50));
    }
  }

  /**
   * Until the daemon has used so much more of a processor, which on a busy machine is the only
   * measure of its life.
   */
  void runForCpuTime(Duration how) throws InterruptedException {
    var used = cpuTime().plus(how);
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (cpuTime().compareTo(used) < 0 && System.nanoTime() < end) {
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
    var held = list.get(random.nextInt(list.size()));
    var now = clock.instant();
    if (held.statusAt(now).equals(SimulatedCertificate.REVOKED)) {
      estate.remove(held.id());
      estate.add(device(zone, atRung(now)));
    } else if (random.nextInt(10) == 0) {
      estate.revoke(held.id(), now);
    } else if (random.nextInt(3) == 0) {
      estate.renew(
          held.id(), now, now.plus(Duration.ofDays(90)).plusMillis(random.nextInt(20_000)));
    } else {
      var end = atRung(now);
      estate.renew(held.id(), end.minus(YEAR), end);
    }
  }

  /** An end that is a rung away within three seconds. */
  private Instant atRung(Instant now) {
    var rung = Duration.ofDays(DAYS[random.nextInt(DAYS.length)]);
    return now.plus(rung).plusMillis(random.nextInt(3_000));
  }

  /**
   * A daemon that is left alone until nothing is open any more. Certificates go on crossing their
   * rungs, so it may have decided something in its last moments: then it gets another turn.
   */
  CampaignVerifier.CampaignSummary drain() throws Exception {
    receivers.recover();
    var history = runUntilQuiet();
    for (int turns = 1; history.open() && turns < 20; turns++) {
      history = runUntilQuiet();
    }
    return history;
  }

  private CampaignVerifier.CampaignSummary runUntilQuiet() throws Exception {
    daemon.start();
    await("everything is told")
        .atMost(DRAIN_TIMEOUT)
        .pollInterval(Duration.ofMillis(500))
        .until(this::isQuiet);
    assertThat(daemon.terminate()).isZero();
    return verify();
  }

  CampaignVerifier.CampaignSummary verify() throws SQLException {
    try (var database = daemon.connect()) {
      return new CampaignVerifier(database).summarize(receivers.targets());
    }
  }

  private boolean isQuiet() throws SQLException {
    return number(
            """
            SELECT (SELECT count(*) FROM delivery WHERE closed_at IS NULL)
                 + (SELECT count(*) FROM event
                    WHERE position > (SELECT min(mark) FROM channel))
                 + (SELECT count(*) FROM scope WHERE complete_at IS NULL)
            """)
        == 0;
  }

  /** One number of its database. */
  long number(String sql) throws SQLException {
    try (var database = daemon.connect();
        var statement = database.createStatement();
        var row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : -1;
    }
  }

  void awaitRows(String what, String sql) {
    await(what).atMost(TIMEOUT).pollInterval(Duration.ofMillis(500)).until(() -> number(sql) > 0);
  }

  @Override
  public void close() {
    daemon.close();
    receivers.close();
    cloudflare.close();
  }
}

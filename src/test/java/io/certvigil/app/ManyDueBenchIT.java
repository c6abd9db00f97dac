package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.config.Config;
import io.certvigil.demo.simulator.FaultKind;
import io.certvigil.demo.simulator.InjectedFaults;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.RequestMatcher;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.Discovery;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.Zone;
import io.certvigil.store.Store;
import io.certvigil.store.StoreSettings;
import io.certvigil.systemd.SystemdNotifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The minute after the alert steps changed, when every list is due and one certificate in seven is
 * within a step: {@code mvn -B -Pbench verify -Dit.test=ManyDueBenchIT}. Prints how long it takes
 * in all, which is what the other tasks of the minute waited for before it had rounds, and the
 * longest round, which is what they wait for now.
 */
@EnabledIfSystemProperty(named = "certvigil.bench", matches = "true")
class ManyDueBenchIT {
  private static final List<Integer> CERTIFICATES =
      Stream.of(System.getProperty("certvigil.certificates", "10000,100000").split(","))
          .map(Integer::valueOf)
          .toList();
  private static final int LISTS = Integer.getInteger("certvigil.zones", 500);
  private static final ResourceRef ACME = new ResourceRef("%032x".formatted(1), "acme");

  /** Of the expiries, of which the first sixty days are within the first step. */
  private static final int DAYS = 423;

  private final long begun = System.nanoTime();

  /** What the clocks are ahead of the time that passes. */
  private final ManualClock ahead = new ManualClock();

  private final InstantSource clock =
      () -> ahead.instant().plusNanos(System.nanoTime() - begun).truncatedTo(ChronoUnit.MILLIS);

  @TempDir Path folder;

  @Test
  void minute_withEveryListDue() throws Exception {
    for (int certificates : CERTIFICATES) {
      measure(certificates);
    }
  }

  private void measure(int certificates) throws Exception {
    var place = Files.createDirectory(folder.resolve("of-" + certificates));
    var file = place.resolve("certvigil.db");
    fill(file, certificates);
    var estate = UniformEstate.of(1, 0, 0, 7, clock.instant());
    var faults = new InjectedFaults();
    faults.inject(FaultKind.HANG, RequestMatcher.everyRequest()); // nothing is read meanwhile
    var rounds = new ArrayList<Duration>();
    try (var cloudflare = SimulatedCloudflare.start(estate, RateLimits.none(), clock, faults);
        var app = started(place, file, cloudflare)) {
      ahead.advance(VerifiedClock.MAX_DOUBT); // so that it is decided without an answer
      var begin = new long[] {System.nanoTime()};
      app.runMinute(
          () -> {
            long end = System.nanoTime();
            rounds.add(Duration.ofNanos(end - begin[0]));
            begin[0] = end;
          });
    }
    long alerts = alerts(file);
    report(certificates, alerts, rounds);
    assertThat(alerts).isGreaterThan(certificates / 10);
  }

  private long nanos() {
    return ahead.nanos() + System.nanoTime();
  }

  private App started(Path place, Path file, SimulatedCloudflare cloudflare) throws Exception {
    var config = config(place, file, cloudflare);
    var version = new Version("1.2.3", "test");
    var app =
        new App(config, ConfigFile.NONE, version, clock, this::nanos, SystemdNotifier.NONE, null);
    app.start();
    return app;
  }

  private Config config(Path place, Path file, SimulatedCloudflare cloudflare) throws IOException {
    var yaml = place.resolve("certvigil.yml");
    var more = "watch: [ { credential: main, every: 24h } ]\nweb: { listen: \"127.0.0.1:0\" }\n";
    Files.writeString(yaml, DaemonConfig.yaml("prod-eu", cloudflare, "10m", file, more));
    return DaemonConfig.load(yaml, clock);
  }

  private void fill(Path file, int certificates) throws SQLException {
    var now = clock.instant();
    var days = Duration.ofDays(90);
    try (var store = Store.open(new StoreSettings(file, days, days))) {
      var found = IntStream.range(0, LISTS).mapToObj(ManyDueBenchIT::zone).toList();
      var lists = found.stream().map(ManyDueBenchIT::list).toList();
      store.applyConfig(List.of("main"), Set.of(), "", now);
      var discovery = new Discovery(List.of(ACME), found, true, null);
      store.scopes().recordDiscovery("main", "main", discovery, lists, now);
    }
    addCertificates(file, now, certificates / LISTS);
  }

  /** All read a moment ago; the next sweep is in a day, and each list is due for a decision. */
  private static void addCertificates(Path file, Instant now, int each) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      long then = now.toEpochMilli();
      statement.executeUpdate("UPDATE watch SET last_due_at = %d, discovered = 1".formatted(then));
      statement.executeUpdate(
          """
          UPDATE scope SET attempted_at = %1$d, complete_at = %1$d, baselined = 1, due_at = NULL,
            next_at = 0, items = %2$d, expected = %2$d
          WHERE source IS NOT NULL
          """
              .formatted(then, each));
      statement.executeUpdate(
          """
          WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %2$d)
          INSERT INTO certificate (scope, certificate_id, key, presence, first_seen_at,
            last_seen_at, valid_from, began, name, status, managed, expiry, not_after, not_before)
          SELECT id, 'c' || i, id || 'x' || i, 'present', %1$d, %1$d, %1$d, 'baseline',
            'device-' || id || '-' || i || '.example.com', 'active', 0, 'on',
            %1$d + 3600000 + ((i * 7919 + id * 104729) %% (%3$d * 24)) * 3600000,
            %1$d - 400 * 86400000
          FROM scope CROSS JOIN n WHERE source IS NOT NULL
          """
              .formatted(then, each, DAYS));
    }
  }

  private static long alerts(Path file) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM alert")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Zone zone(int at) {
    return new Zone(new ResourceRef("%032x".formatted(at + 2), "zone-" + at + ".example"), ACME);
  }

  private static WatchedScope list(Zone zone) {
    var scope = Scope.ofZone(Source.CLIENT_CERTIFICATES, zone.account(), zone.zone());
    return new WatchedScope(scope, "main", "main", Duration.ofDays(1), Map.of());
  }

  @SuppressWarnings("SystemOut")
  private static void report(int certificates, long alerts, List<Duration> rounds) {
    var all = rounds.stream().reduce(Duration.ZERO, Duration::plus);
    System.out.printf(
        "BENCH %8d certificates, %7d alerts: %8.1f s in %3d rounds, the longest %6.2f s%n",
        certificates,
        alerts,
        all.toMillis() / 1e3,
        rounds.size(),
        Collections.max(rounds).toMillis() / 1e3);
  }
}

package io.certvigil.app;

import io.certvigil.demo.simulator.FaultKind;
import io.certvigil.demo.simulator.InjectedFaults;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.RequestMatcher;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.Discovery;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A database that a benchmark fills with many zones, through the store where that is quick and
 * beside it where each list would be a commit, and a daemon on it that reads nothing meanwhile.
 */
final class FilledStore {
  private static final Duration DAY = Duration.ofDays(1);
  private static final ResourceRef ACME = new ResourceRef("%032x".formatted(1), "acme");

  private final Path folder;

  FilledStore(Path folder) {
    this.folder = folder;
  }

  Path file() {
    return folder.resolve("certvigil.db");
  }

  /** Creates it, with these lists of each of so many zones. */
  void discover(int zones, Function<Zone, Stream<Scope>> lists, Instant now) {
    var days = Duration.ofDays(90);
    try (var store = Store.open(new StoreSettings(file(), days, days))) {
      var found = IntStream.range(0, zones).mapToObj(FilledStore::zone).toList();
      var watched = found.stream().flatMap(lists).map(FilledStore::watched).toList();
      var discovery = new Discovery(List.of(ACME), found, true, null);
      store.applyConfig(List.of("main"), Set.of(), "", now);
      store.scopes().recordDiscovery("main", "main", discovery, watched, now);
    }
  }

  private static Zone zone(int at) {
    return new Zone(new ResourceRef("%032x".formatted(at + 2), "zone-" + at + ".example"), ACME);
  }

  private static WatchedScope watched(Scope scope) {
    return new WatchedScope(scope, "main", "main", DAY, Map.of());
  }

  void execute(String... statements) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }

  /** Never answers. */
  static SimulatedCloudflare cloudflare(InstantSource clock) {
    var faults = new InjectedFaults();
    faults.inject(FaultKind.HANG, RequestMatcher.everyRequest());
    var estate = UniformEstate.of(1, 0, 0, 7, clock.instant());
    return SimulatedCloudflare.start(estate, RateLimits.none(), clock, faults);
  }

  App started(SimulatedCloudflare cloudflare, InstantSource clock, LongSupplier nanos)
      throws IOException {
    var yaml = folder.resolve("certvigil.yml");
    var more = "watch: [ { credential: main, every: 24h } ]\nweb: { listen: \"127.0.0.1:0\" }\n";
    Files.writeString(yaml, DaemonConfig.yaml("prod-eu", cloudflare, "10m", file(), more));
    var config = DaemonConfig.load(yaml, clock);
    var version = new Version("1.2.3", "test");
    var app = new App(config, ConfigFile.NONE, version, clock, nanos, SystemdNotifier.NONE, null);
    app.start();
    return app;
  }
}

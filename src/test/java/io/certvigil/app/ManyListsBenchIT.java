package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.certvigil.model.Scope;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import io.certvigil.model.Zone;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What start, pages, API and metrics cost with many lists of which most are small: {@code mvn -B
 * -Pbench verify -Dit.test=ManyListsBenchIT}. Ten lists and one certificate for each zone, all read
 * an hour ago; nothing is due. Each line is CPU time of the process, for a growing number of zones:
 * no cost should grow faster than its input.
 */
@EnabledIfSystemProperty(named = "certvigil.bench", matches = "true")
class ManyListsBenchIT {
  private static final List<Integer> ZONES =
      Stream.of(System.getProperty("certvigil.zones", "100,2000,26000").split(","))
          .map(Integer::valueOf)
          .toList();
  private static final int LISTS_OF_A_ZONE = 10;
  private static final Instant NOW = Instant.parse("2026-11-20T18:04:00Z");
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  @TempDir Path folder;

  @Test
  void costs_withMoreLists() throws Exception {
    for (int zones : ZONES) {
      measure(zones);
    }
  }

  private void measure(int zones) throws Exception {
    var clock = new ManualClock(NOW);
    var store = new FilledStore(Files.createDirectory(folder.resolve("of-" + zones)));
    fill(store, zones);
    System.gc();
    long heap = used();
    long begin = PROCESS.getProcessCpuTime();
    try (var cloudflare = FilledStore.cloudflare(clock);
        var app = store.started(cloudflare, clock, clock::nanos);
        var client = HttpClient.newHttpClient()) {
      report(zones, "start to ready", begin);
      System.gc();
      say("BENCH %6d zones %-28s %9.1f MB", zones, "heap", (used() - heap) / 1e6);
      long minute = PROCESS.getProcessCpuTime();
      app.runMinute();
      report(zones, "the minute's tasks", minute);
      for (var path : List.of("/", "/certificates", "/sweeps", "/api/v1/certificates")) {
        get(app, client, zones, path, 3);
      }
      get(app, client, zones, "/metrics", 3);
    }
  }

  private static void get(App app, HttpClient client, int zones, String path, int times)
      throws Exception {
    for (int time = 1; time <= times; time++) {
      long begin = PROCESS.getProcessCpuTime();
      var request = HttpRequest.newBuilder(URI.create(app.webUri() + path.substring(1))).build();
      var answer = client.send(request, BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      report(zones, path + " " + time + " (" + answer.body().length / 1000 + " kB)", begin);
    }
  }

  /** One certificate for each zone; they expire in 100 to 400 days, so nothing is due. */
  private static void fill(FilledStore store, int zones) throws SQLException {
    store.discover(zones, ManyListsBenchIT::lists, NOW);
    long then = NOW.minus(Duration.ofHours(1)).toEpochMilli();
    store.execute(
        """
        UPDATE scope SET attempted_at = %1$d, complete_at = %1$d, baselined = 1, due_at = NULL,
          next_at = NULL, items = coalesce(source = 'client_certificates', 0),
          expected = coalesce(source = 'client_certificates', 0)
        """
            .formatted(then),
        """
        INSERT INTO certificate (scope, certificate_id, key, presence, first_seen_at,
          last_seen_at, valid_from, began, name, status, managed, expiry, not_after, not_before)
        SELECT id, 'c' || id, substr(key, 1, 10), 'present', %1$d, %1$d, %1$d, 'baseline',
          'device-' || id || '.example.com', 'active', 0, 'on',
          %1$d + (100 + id %% 300) * 86400000, %1$d - 86400000
        FROM scope WHERE source = 'client_certificates'
        """
            .formatted(then));
  }

  private static Stream<Scope> lists(Zone zone) {
    return Stream.of(Source.values())
        .filter(source -> source.existsAt(ScopeLevel.ZONE))
        .limit(LISTS_OF_A_ZONE)
        .map(source -> Scope.ofZone(source, zone.account(), zone.zone()));
  }

  private static long used() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void report(int zones, String what, long begin) {
    say("BENCH %6d zones %-28s %9.3f s", zones, what, (PROCESS.getProcessCpuTime() - begin) / 1e9);
  }

  @SuppressWarnings("SystemOut")
  private static void say(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }
}

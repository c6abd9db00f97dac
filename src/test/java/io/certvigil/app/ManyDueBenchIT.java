package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.Zone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
    var store = new FilledStore(Files.createDirectory(folder.resolve("of-" + certificates)));
    fill(store, certificates);
    var rounds = new ArrayList<Duration>();
    try (var cloudflare = FilledStore.cloudflare(clock);
        var app = store.started(cloudflare, clock, this::nanos)) {
      ahead.advance(VerifiedClock.MAX_DOUBT); // so that it is decided without an answer
      var begin = new long[] {System.nanoTime()};
      app.runMinute(
          () -> {
            long end = System.nanoTime();
            rounds.add(Duration.ofNanos(end - begin[0]));
            begin[0] = end;
          });
    }
    long alerts = alerts(store.file());
    report(certificates, alerts, rounds);
    assertThat(alerts).isGreaterThan(certificates / 10);
  }

  private long nanos() {
    return ahead.nanos() + System.nanoTime();
  }

  /** All read a moment ago; the next sweep is in a day, and each list is due for a decision. */
  private void fill(FilledStore store, int certificates) throws SQLException {
    var now = clock.instant();
    store.discover(LISTS, ManyDueBenchIT::list, now);
    long then = now.toEpochMilli();
    int each = certificates / LISTS;
    store.execute(
        "UPDATE watch SET last_due_at = %d, discovered = 1".formatted(then),
        """
        UPDATE scope SET attempted_at = %1$d, complete_at = %1$d, baselined = 1, due_at = NULL,
          next_at = 0, items = %2$d, expected = %2$d
        WHERE source IS NOT NULL
        """
            .formatted(then, each),
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

  private static long alerts(Path file) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM alert")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Stream<Scope> list(Zone zone) {
    return Stream.of(Scope.ofZone(Source.CLIENT_CERTIFICATES, zone.account(), zone.zone()));
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

package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.demo.simulator.RateLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep at the rate limit, with an estate that exceeds the budget: {@code mvn -B -Pbench verify
 * -Dit.test=LimitBenchIT}. 2,000 zones, every source, once an hour with 600 requests in five
 * minutes; budget and interval are scaled by 60, so that hours become minutes. The simulation
 * allows as many requests as the daemon is configured to send, counts them in its own window, and
 * blocks a client that sends more. The daemon is killed in the middle of the first sweep.
 */
@EnabledIfSystemProperty(named = "certvigil.bench", matches = "true")
class LimitBenchIT {
  private static final int ACCOUNTS = 5;
  private static final int ZONES = Integer.getInteger("certvigil.zones", 2000);
  private static final int PER_5M = 60 * Integer.getInteger("certvigil.per5m", 600);
  private static final double PER_SECOND = PER_5M / 300.0;
  private static final Duration STEADY =
      Duration.ofMinutes(Integer.getInteger("certvigil.minutes", 8));
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final long MINIMUM = CertificatesPerZone.FEW.requests(ACCOUNTS, ZONES);
  private static final String CONFIG =
      "watch: [ { credential: main, every: 1m } ]\nmetrics: { certificates: none }\n";
  private static final String UNREAD =
      "SELECT count(*) FROM scope WHERE source IS NOT NULL AND complete_at IS NULL";
  private static final String DUE =
      "SELECT count(*) FROM scope WHERE source IS NOT NULL AND due_at IS NOT NULL";

  @TempDir Path folder;

  private final Clock clock = Clock.systemUTC();
  private DaemonEnvironment site;

  @BeforeEach
  void open() throws IOException {
    var estate = CertificatesPerZone.FEW.estate(ACCOUNTS, ZONES, 7, clock.instant());
    site = new DaemonEnvironment(folder, estate, new RateLimits(PER_5M, false), CONFIG);
    site.daemon.edit("requests_per_5m: 60000", "requests_per_5m: " + PER_5M);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void neverRateLimited_atTheLimit() throws Exception {
    say("%d zones, %,d requests a sweep at least, %,.0f a second", ZONES, MINIMUM, PER_SECOND);
    site.daemon.start();
    long begin = System.nanoTime();
    await().atMost(PATIENCE).until(() -> lists() > 0 && answer(UNREAD) <= MINIMUM / 2);
    long before = tooMany();
    long left = answer(DUE);
    site.daemon.kill();
    long asked = site.requests();
    say("killed after %.0f s with %,d lists left", seconds(begin), left);
    long restart = System.nanoTime();
    site.daemon.launch();
    await().atMost(PATIENCE).until(() -> site.daemon.web() != null && isReady());
    say("ready again after %.0f s", seconds(restart));
    await().atMost(PATIENCE).until(() -> answer(UNREAD) == 0);
    say(
        "first sweep %.0f s; %,d requests after the restart for %,d lists; in all %.3f of the"
            + " least",
        seconds(begin), site.requests() - asked, left, (double) site.requests() / MINIMUM);
    say("resident %,d kB after it", site.daemon.memory("VmRSS"));

    steady();

    printStretching();
    say("resident %,d kB at the end", site.daemon.memory("VmRSS"));
    long limited = before + tooMany();
    say("429s: %d", limited);
    assertThat(limited).isZero();
  }

  private boolean isReady() throws IOException, InterruptedException {
    return site.daemon.get("-/ready").contains("Ready");
  }

  private record Ages(double meanNear, double mostNear, double meanFar, double mostFar) {}

  private void steady() throws Exception {
    var ages = new ArrayList<Ages>();
    long begin = System.nanoTime();
    long asked = site.requests();
    long busyRequests = 0;
    double busySeconds = 0;
    while (seconds(begin) < STEADY.toSeconds()) {
      boolean busy = answer(DUE) > PER_SECOND;
      long then = System.nanoTime();
      long was = site.requests();
      await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
      if (busy && answer(DUE) > 0) {
        busySeconds += seconds(then);
        busyRequests += site.requests() - was;
      }
      ages.add(ages());
    }
    say("steady for %.0f s:", seconds(begin));
    say(
        "  share of the budget while a sweep runs %.3f (%.0f s), over the whole time %.3f",
        busyRequests / busySeconds / PER_SECOND,
        busySeconds,
        (site.requests() - asked) / seconds(begin) / PER_SECOND);
    say(
        "  age of certificates within 30 days: mean %.0f s, most %.0f s; of the others mean %.0f s,"
            + " most %.0f s",
        mean(ages.stream().map(Ages::meanNear).toList()),
        most(ages.stream().map(Ages::mostNear).toList()),
        mean(ages.stream().map(Ages::meanFar).toList()),
        most(ages.stream().map(Ages::mostFar).toList()));
    say(
        "  plain round-robin at the whole budget, by arithmetic: mean %.0f s, most %.0f s",
        MINIMUM / PER_SECOND / 2, MINIMUM / PER_SECOND);
  }

  private Ages ages() throws SQLException {
    try (var database = site.daemon.database.connect();
        var statement = database.createStatement();
        var rows = statement.executeQuery(ages(clock.millis()))) {
      var figures = new ArrayList<Double>();
      while (rows.next()) {
        figures.add(rows.getDouble(2) / 1e3);
        figures.add(rows.getDouble(3) / 1e3);
      }
      return new Ages(figures.get(2), figures.get(3), figures.get(0), figures.get(1));
    }
  }

  /** Prints the daemon's log lines about stretched intervals. */
  private void printStretching() throws IOException {
    site.daemon
        .log()
        .lines()
        .filter(line -> line.contains("fit"))
        .forEach(line -> say("  %s", line));
  }

  private long lists() throws SQLException {
    return answer("SELECT count(*) FROM scope WHERE source IS NOT NULL");
  }

  private long answer(String question) throws SQLException {
    return site.daemon.database.number(question);
  }

  private long tooMany() throws IOException, InterruptedException {
    return (long)
        ExpositionText.of(site.daemon.get("metrics"))
            .of("certvigil_api_requests_total", "code", "429")
            .stream()
            .mapToDouble(ExpositionText.Sample::value)
            .sum();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static double most(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void say(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }

  /** Mean and maximum age of the data of certificates that expire within 30 days, and of others. */
  private static String ages(long now) {
    return """
    SELECT not_after <= %1$d + 30 * 86400000, avg(%1$d - complete_at), max(%1$d - complete_at)
    FROM certificate JOIN scope ON scope.id = certificate.scope
    WHERE valid_to IS NULL AND not_after > %1$d AND complete_at IS NOT NULL AND zone_id IS NOT NULL
    GROUP BY 1 ORDER BY 1
    """
        .formatted(now);
  }
}

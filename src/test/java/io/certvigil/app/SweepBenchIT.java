package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonParser;
import io.certvigil.demo.simulator.CloudflareSdk;
import io.certvigil.demo.simulator.ExpectedCertificate;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.SimulatedEstate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the cost of a large estate: {@code mvn -B -Pbench verify}. 500 zones with 200
 * certificates each, of every source, compared with the official SDK, which only lists and counts
 * them. The daemon is a separate process; Cloudflare and the receiver run in this one. The budget
 * is so high that only the limiter's own bound of 200 requests a second applies.
 */
@EnabledIfSystemProperty(named = "certvigil.bench", matches = "true")
class SweepBenchIT {
  private static final int ACCOUNTS = 5;
  private static final int ZONES = 500;
  private static final int IDLE_SWEEPS = 10;
  private static final List<Integer> RUNGS = List.of(60, 30, 14, 7, 3, 1, 0);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int PAIRS = 3;
  private static final long MINIMUM = CertificatesPerZone.TWO_HUNDRED.requests(ACCOUNTS, ZONES);

  private static final String CONFIG =
      """
      watch: [ { credential: main, every: 24h } ]
      metrics: { certificates: all, max_series: 200000 }
      """;

  @TempDir Path folder;

  private final Clock clock = Clock.systemUTC();
  private DaemonEnvironment site;

  @BeforeEach
  void open() {
    var estate = CertificatesPerZone.TWO_HUNDRED.estate(ACCOUNTS, ZONES, 11, clock.instant());
    estate.expectedCertificates(clock.instant()).forEach(one -> awayFromRungs(estate, one));
    site = new DaemonEnvironment(folder, estate, RateLimits.none(), CONFIG);
  }

  /** Moves its expiry if it would cross an alert step during the measurement, which adds rows. */
  private void awayFromRungs(SimulatedEstate estate, ExpectedCertificate one) {
    var end = Objects.requireNonNull(one.notAfter());
    var left = Duration.between(clock.instant(), end);
    if (RUNGS.stream().map(left::minusDays).anyMatch(SweepBenchIT::soon)) {
      var later = end.plus(HOUR);
      estate.renew(one.certificateId(), later.minus(Duration.ofDays(365)), later);
    }
  }

  private static boolean soon(Duration toRung) {
    return !toRung.isNegative() && toRung.compareTo(HOUR) < 0;
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void largeEstate_costsTheMinimumOfRequests() throws Exception {
    System.out.printf(
        "%d accounts, %d zones with 200 certificates each; 200 requests/s at most; %d cores%n",
        ACCOUNTS, ZONES, Runtime.getRuntime().availableProcessors());
    long begin = System.nanoTime();
    site.daemon.start();
    say("ready after %.1f s", seconds(begin));
    waitUntilZero("SELECT count(*) FROM scope WHERE complete_at IS NULL AND source IS NOT NULL");
    say("first sweep, start of the process included");
    cost(begin, 0, Duration.ZERO);
    waitUntilZero(
        "SELECT (SELECT count(*) FROM delivery WHERE closed_at IS NULL)"
            + " + (SELECT count(*) FROM event WHERE position > (SELECT min(mark) FROM channel))");
    say(
        "%,d webhooks delivered after %.1f s, CPU %.1f s",
        site.receiver.received().size(), seconds(begin), cpu().toMillis() / 1e3);
    assertThat(site.requests()).isEqualTo(MINIMUM);

    sweep("second sweep, start of the command that asks for it included");
    pairs();
    scrapes();
    idle();

    say(
        "resident memory %,d kB, at most %,d kB",
        site.daemon.memory("VmRSS"), site.daemon.memory("VmHWM"));
    say("database %,d kB", Files.size(site.daemon.database.file()) / 1024);
    long stopping = System.nanoTime();
    assertThat(site.daemon.terminate()).isZero();
    say("stopped after %.1f s", seconds(stopping));
  }

  private void sweep(String name) throws IOException, InterruptedException {
    long requests = site.requests();
    var cpu = cpu();
    long begin = System.nanoTime();
    assertThat(site.daemon.run("sweep").out()).contains("Swept by the running daemon");
    say("%s", name);
    cost(begin, requests, cpu);
    assertThat(site.requests() - requests).isEqualTo(MINIMUM);
  }

  /** Alternately against the same server, so that the conditions are the same for both. */
  private void pairs() throws Exception {
    CloudflareSdk.install();
    for (int pair = 1; pair <= PAIRS; pair++) {
      sweep("pair " + pair + ", a warm sweep");
      var sdk =
          JsonParser.parseString(
              CloudflareSdk.run("count.mjs", site.cloudflare.baseUrl()).getLast());
      say("pair %d, the official SDK, which only counts: %s", pair, sdk);
    }
  }

  private void cost(long begin, long requests, Duration cpu) throws IOException {
    long asked = site.requests() - requests;
    say(
        "  wall %.1f s, CPU %.1f s, requests %,d of %,d = %.2f, resident memory %,d kB",
        seconds(begin),
        cpu().minus(cpu).toMillis() / 1e3,
        asked,
        MINIMUM,
        (double) asked / MINIMUM,
        site.daemon.memory("VmRSS"));
  }

  private void idle() throws Exception {
    var before = rows();
    for (int sweep = 0; sweep < IDLE_SWEEPS; sweep++) {
      sweep("idle sweep " + (sweep + 1));
    }
    var after = rows();
    say("rows before ten idle sweeps %s, after %s", before, after);
    assertThat(after).isEqualTo(before);
  }

  /** Without the requests of commands, each of which is a row. */
  private Map<String, Long> rows() throws SQLException {
    var rows = site.daemon.database.rows();
    rows.remove("request");
    return rows;
  }

  private void scrapes() throws Exception {
    try (var scrapes = new ScrapeBenchmark(site.daemon)) {
      scrapes.compareWithNginx(folder);
      scrapes.idle();
      var sweep = new FutureTask<>(() -> site.daemon.run("sweep").out());
      Thread.ofVirtual().start(sweep);
      scrapes.during("during a sweep", () -> !sweep.isDone());
      assertThat(sweep.get()).contains("Swept by the running daemon");
      say("before 8 at once: resident memory %,d kB", site.daemon.memory("VmRSS"));
      scrapes.concurrent();
      say("after them: resident memory %,d kB", site.daemon.memory("VmRSS"));
    }
  }

  private void waitUntilZero(String question) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .until(() -> answer(question) == 0);
  }

  private long answer(String question) throws SQLException {
    return site.daemon.database.number("SELECT count(*) FROM scope") < 2 * ZONES
        ? -1
        : site.daemon.database.number(question);
  }

  private Duration cpu() {
    return ProcessHandle.of(site.daemon.pid())
        .flatMap(it -> it.info().totalCpuDuration())
        .orElseThrow();
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void say(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }
}

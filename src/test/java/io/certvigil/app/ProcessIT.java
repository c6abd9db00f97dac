package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonParser;
import io.certvigil.demo.receiver.ReceiverBehaviour;
import io.certvigil.demo.simulator.ApiRoute;
import io.certvigil.demo.simulator.FaultKind;
import io.certvigil.demo.simulator.RequestMatcher;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The daemon and its commands as processes: start, stop, errors and requests. */
class ProcessIT {
  private static final long MOST_MORE_RESIDENT_KB = 150 * 1024;

  @TempDir Path folder;

  private DaemonEnvironment site;

  @BeforeEach
  void open() {
    site = new DaemonEnvironment(folder);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void stopsWithinTenSeconds_inTheMiddleOfASweep() throws Exception {
    site.faults.inject(FaultKind.HANG, RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES));
    site.receiver.replyWith(new ReceiverBehaviour.Hang());
    site.daemon.start();
    await().until(() -> site.faults.injectedCount() >= 1);

    long begin = System.nanoTime();
    int exit = site.daemon.terminate();
    var took = Duration.ofNanos(System.nanoTime() - begin);

    System.out.printf("stopped in the middle of a sweep after %d ms%n", took.toMillis());
    assertThat(exit).isZero();
    assertThat(took).isLessThan(Duration.ofSeconds(10));
    assertThat(site.daemon.log()).contains("stopping").doesNotContain(" ERROR ", "did not stop");
  }

  @Test
  void memoryStaysFlat_whenEveryListIsHugeOrDeep() throws Exception {
    site.startAndSweep();
    site.run("sweep");
    long before = site.daemon.memory("VmRSS");
    for (var breakage : List.of(FaultKind.HUGE_BODY, FaultKind.DEEP_JSON)) {
      site.faults.inject(breakage, RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES));
      assertThat(site.run("sweep").exit()).isEqualTo(1);
      site.faults.clear();
    }
    long after = site.daemon.memory("VmRSS");

    System.out.printf(
        "daemon: resident memory %,d kB, after %d lists of 300 MB and as many of 100,000 levels"
            + " %,d kB%n",
        before, site.estate.zones().size(), after);
    assertThat(after - before).isLessThan(MOST_MORE_RESIDENT_KB);
    var listed =
        JsonParser.parseString(site.run("list", "--output", "json").out()).getAsJsonArray();
    assertThat(listed.size())
        .isEqualTo(site.estate.expectedCertificates(site.clock.instant()).size());
  }

  @Test
  void secondDaemon_isRefusedWithThePidOfTheFirst() throws Exception {
    site.daemon.start();

    var second = site.run("run");

    assertThat(second.exit()).isEqualTo(4);
    assertThat(second.err()).hasLineCount(1).contains("pid " + site.daemon.pid());
    assertThat(site.daemon.alive()).isTrue();
  }

  @Test
  void sweep_isDoneByTheRunningDaemon() throws Exception {
    site.startAndSweep();
    long first = site.cloudflare.requests(); // including the verification of the token at the start

    var outcome = site.run("sweep");
    long second = site.cloudflare.requests();
    site.run("sweep");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).isEqualTo("Swept by the running daemon.\n");
    assertThat(second - first).isGreaterThan(first / 2);
    assertThat(site.cloudflare.requests() - second).isEqualTo(second - first);
  }

  @Test
  void sweep_reportsThatCloudflareIsNotReadable() throws Exception {
    site.cloudflare.removeToken(SimulatedCloudflare.TOKEN);

    assertThat(site.run("sweep").exit()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "4, list",
    "4, alerts",
    "2, lst",
    "2, list --source nonsense",
    "2, list --expiring-within soon",
    "2, list --output xml",
    "2, run --port 7",
    "0, version",
    "0, --help"
  })
  void misuse_isOneLineAndItsExitCode(int exit, String arguments) throws Exception {
    var words = new ArrayList<>(List.of(arguments.split(" ", -1)));
    if (!arguments.startsWith("--") && !arguments.equals("version")) {
      words.addAll(List.of("--config", folder.resolve("certvigil.yml").toString()));
    }

    var outcome = CommandResult.of(folder, words.toArray(String[]::new));

    assertThat(outcome.exit()).isEqualTo(exit);
    assertThat(outcome.err().lines().count()).isEqualTo(exit == 0 ? 0 : 1);
    assertThat(outcome.err()).doesNotContain("Exception", "\tat ");
  }

  @Test
  void invalidConfig_isReportedWithItsPosition() throws Exception {
    var bad = folder.resolve("bad.yml");
    Files.writeString(
        bad,
        """
        cloudflare:
          timeout: soon
          credentials: { main: { api_token: x } }
        metrics: { certificates: some }
        wach: []
        """);

    var outcome = CommandResult.of(folder, "run", "--config", bad.toString());

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err().lines().toList())
        .hasSize(3)
        .allMatch(line -> line.matches(Pattern.quote(bad.toString()) + ":\\d+:\\d+: [a-z.]+: .*"));
    assertThat(outcome.err()).contains(":2:12: cloudflare.timeout:", "did you mean watch?");
  }

  @Test
  void reload_appliesTheChangedFile() throws Exception {
    site.startAndSweep();
    int before = site.receiver.received().size();
    site.daemon.edit("every: 1h", "every: 2h");

    var outcome = site.run("reload");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out())
        .isEqualTo("Applied by the running daemon:\n  watch[0].every: 1h -> 2h\n");
    assertThat(site.daemon.get("/metrics"))
        .contains("certvigil_sweep_interval_seconds{watch=\"main\"} 7200");
    assertThat(site.receiver.received()).hasSize(before);
  }

  @Test
  void reload_reportsProblems_evenIfOnlyTheDaemonDetectsThem() throws Exception {
    site.daemon.start();
    site.daemon.edit("api_token: ", "api_token_file: ");

    var outcome = site.run("reload");

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("api_token_file: no such file in").hasLineCount(1);
    assertThat(site.daemon.log()).contains("changed config not applied");
    assertThat(site.daemon.get("/metrics")).contains("certvigil_config_last_reload_successful 0");
  }

  @Test
  void reload_reportsThatNoDaemonRuns() throws Exception {
    site.startAndSweep();
    site.daemon.terminate();

    var outcome = site.run("reload");

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err()).contains("no daemon is running").hasLineCount(1);
  }

  /** Many signals at once, also while the file is invalid: the daemon continues. */
  @Test
  void manyHangups_areHandled() throws Exception {
    site.startAndSweep();
    int before = site.receiver.received().size();
    for (int signal = 0; signal < 20; signal++) {
      site.daemon.edit(
          signal % 2 == 0 ? "every: 1h" : "every: soon",
          signal % 2 == 0 ? "every: soon" : "every: 1h");
      site.daemon.sendHangup();
    }
    site.daemon.edit("every: 1h", "every: 3h");
    site.daemon.sendHangup();

    await()
        .until(
            () ->
                site.daemon
                    .get("/metrics")
                    .contains("certvigil_sweep_interval_seconds{watch=\"main\"} 10800"));
    assertThat(site.receiver.received()).hasSize(before);
    assertThat(site.daemon.terminate()).isZero();
  }
}

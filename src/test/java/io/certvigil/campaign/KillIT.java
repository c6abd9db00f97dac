package io.certvigil.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real daemon, killed with SIGKILL at random moments and at every crash point, while
 * certificates cross rungs, are renewed and revoked, and a receiver of each type loses 7 % of its
 * acknowledgements.
 *
 * <p>{@code -Dcertvigil.kills=1000 -Dcertvigil.config_kills=1000 -Dcertvigil.deaths=3
 * -Dcertvigil.seed=N}
 */
class KillIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  private static final List<String> CRASH_POINTS =
      List.of(
          "commit.before",
          "commit.inside",
          "commit.after",
          "compose.inside",
          "claim.after",
          "send.after",
          "settle.before",
          "settle.inside",
          "reload.inside");

  @TempDir Path folder;

  @Test
  void nothingIsLostOrDecidedTwice_afterManyKills() throws Exception {
    var random = Campaign.random("certvigil.kills", Campaign.KILLS);
    try (var environment = new CampaignEnvironment(folder, folder, random, 400)) {
      int kills = 0;
      for (; kills < Campaign.KILLS && !Campaign.isTimeUp(); kills++) {
        environment.daemon.launch();
        runDaemon(environment, random);
        environment.daemon.kill();
      }
      var summary = environment.drain();

      summary.print(kills + " kills");
      assertThat(summary.decided()).isGreaterThan(kills);
      assertThat(summary.faults()).isEmpty();
    }
  }

  /** As above; the config changes before each kill, half of the time with a reload. */
  @Test
  void nothingIsLostOrDecidedTwice_whileTheConfigChanges() throws Exception {
    var random = Campaign.random("certvigil.config_kills", Campaign.CONFIG_KILLS);
    try (var environment = new CampaignEnvironment(folder, folder, random, 200)) {
      for (int kill = 0; kill < Campaign.CONFIG_KILLS && !Campaign.isTimeUp(); kill++) {
        environment.daemon.launch();
        if (random.nextInt(5) > 0) {
          environment.awaitFirstRequest();
        }
        environment.changeConfig();
        if (random.nextBoolean()) {
          environment.daemon.sendHangup();
        }
        environment.runForCpuTime(Duration.ofMillis(random.nextInt(1_500)));
        environment.daemon.kill();
      }
      var summary = environment.drain();

      summary.print(Campaign.CONFIG_KILLS + " kills and changes of the config");
      assertThat(summary.decided()).isGreaterThan(Campaign.CONFIG_KILLS);
      assertThat(summary.faults()).isEmpty();
    }
  }

  /**
   * One kill in five may hit the start, the others a running daemon, some of them during a reload.
   */
  private static void runDaemon(CampaignEnvironment environment, Random random) throws Exception {
    if (random.nextInt(5) > 0) {
      environment.awaitFirstRequest();
      if (random.nextInt(3) == 0) {
        environment.daemon.sendHangup();
      }
    }
    environment.runForCpuTime(Duration.ofMillis(random.nextInt(1_500)));
  }

  @Test
  void nothingIsLostOrDecidedTwice_afterACrashAtEachPoint() throws Exception {
    var random = Campaign.random("certvigil.deaths", Campaign.CRASHES);
    try (var environment = new CampaignEnvironment(folder, folder, random, 200)) {
      crashAt(environment, "migration.inside"); // only once, because the database exists afterwards
      environment.daemon.start();
      environment.awaitRows("a delivery was attempted", "SELECT count(*) FROM attempt");
      environment.daemon.kill();
      for (int round = 0; round < Campaign.CRASHES; round++) {
        for (var point : CRASH_POINTS) {
          crashAt(environment, point);
        }
        ageAttempts(environment);
        crashAt(environment, "retention.inside");
      }
      var summary = environment.drain();

      summary.print(
          "%d crashes at each of %d points".formatted(Campaign.CRASHES, 1 + CRASH_POINTS.size()));
      assertThat(summary.decided()).isPositive();
      assertThat(summary.faults()).isEmpty();
    }
  }

  private static void crashAt(CampaignEnvironment environment, String point) throws Exception {
    environment.daemon.addOption("-Dcertvigil.crashpoint=" + point);
    environment.daemon.launch();
    if (point.startsWith("reload")) {
      environment.awaitFirstRequest();
      environment.daemon.sendHangup();
    }
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (environment.daemon.alive() && System.nanoTime() < end) {
      environment.runFor(Duration.ofMillis(100));
    }
    assertThat(environment.daemon.alive())
        .as("still running after crash point %s", point)
        .isFalse();
    assertThat(environment.daemon.process().exitValue()).as(point).isEqualTo(137);
    environment.options();
  }

  /** Makes the attempts old enough for retention. */
  private static void ageAttempts(CampaignEnvironment environment) throws SQLException {
    assertThat(environment.daemon.database.execute("UPDATE attempt SET ended_at = 0")).isPositive();
  }
}

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
 * The real daemon, killed with SIGKILL at random moments and at every named one, while certificates
 * cross their rungs, are renewed and revoked, and a receiver of every type loses 7 % of its
 * acknowledgements.
 *
 * <p>{@code -Dcertvigil.kills=1000 -Dcertvigil.deaths=3 -Dcertvigil.seed=N}
 */
class KillIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  private static final List<String> MOMENTS =
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
  void nothingIsLostOrDecidedTwice_howeverOftenItIsKilled() throws Exception {
    var random = Campaign.random("certvigil.kills", Campaign.KILLS);
    try (var town = new CampaignEnvironment(folder, folder, random, 400)) {
      int kills = 0;
      for (; kills < Campaign.KILLS && !Campaign.isTimeUp(); kills++) {
        town.daemon.launch();
        runDaemon(town, random);
        town.daemon.kill();
      }
      var history = town.drain();

      history.print(kills + " kills");
      assertThat(history.decided()).isGreaterThan(kills);
      assertThat(history.faults()).isEmpty();
    }
  }

  /** One in five may die while it starts, the others at work, some of them while they reload. */
  private static void runDaemon(CampaignEnvironment town, Random random) throws Exception {
    if (random.nextInt(5) > 0) {
      town.awaitFirstRequest();
      if (random.nextInt(3) == 0) {
        town.daemon.sendHangup();
      }
    }
    town.runForCpuTime(Duration.ofMillis(random.nextInt(1_500)));
  }

  @Test
  void nothingIsLostOrDecidedTwice_whereverItDies() throws Exception {
    var random = Campaign.random("certvigil.deaths", Campaign.CRASHES);
    try (var town = new CampaignEnvironment(folder, folder, random, 200)) {
      crashAt(town, "migration.inside"); // only once: then there is a database
      town.daemon.start();
      town.awaitRows("something is told", "SELECT count(*) FROM attempt");
      town.daemon.kill();
      for (int round = 0; round < Campaign.CRASHES; round++) {
        for (var moment : MOMENTS) {
          crashAt(town, moment);
        }
        ageAttempts(town);
        crashAt(town, "retention.inside");
      }
      var history = town.drain();

      history.print(
          "%d deaths at each of %d moments".formatted(Campaign.CRASHES, 1 + MOMENTS.size()));
      assertThat(history.decided()).isPositive();
      assertThat(history.faults()).isEmpty();
    }
  }

  private static void crashAt(CampaignEnvironment town, String moment) throws Exception {
    town.daemon.addOption("-Dcertvigil.crashpoint=" + moment);
    town.daemon.launch();
    if (moment.startsWith("reload")) {
      town.awaitFirstRequest();
      town.daemon.sendHangup();
    }
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (town.daemon.alive() && System.nanoTime() < end) {
      town.runFor(Duration.ofMillis(100));
    }
    assertThat(town.daemon.alive()).as("still lives, though it was to die at %s", moment).isFalse();
    assertThat(town.daemon.process().exitValue()).as(moment).isEqualTo(137);
    town.options();
  }

  /** What retention takes away is years old. */
  private static void ageAttempts(CampaignEnvironment town) throws SQLException {
    try (var database = town.daemon.connect();
        var statement = database.createStatement()) {
      assertThat(statement.executeUpdate("UPDATE attempt SET ended_at = 0")).isPositive();
    }
  }
}

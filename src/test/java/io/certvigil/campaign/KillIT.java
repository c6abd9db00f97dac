package io.certvigil.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real daemon, killed with SIGKILL at random moments and at every named one, while certificates
 * cross their rungs, are renewed and revoked, and a receiver of every type loses 7 % of its
 * acknowledgements.
 *
 * <p>{@code -Dcertvigil.kills=1000 -Dcertvigil.seed=N}
 */
class KillIT {
  @TempDir Path folder;

  @Test
  void nothingIsLostOrDecidedTwice_howeverOftenItIsKilled() throws Exception {
    var random = Campaign.random("certvigil.kills", Campaign.KILLS);
    try (var town = new Town(folder, folder, random, 400 + 20 * Campaign.KILLS)) {
      for (int kill = 0; kill < Campaign.KILLS; kill++) {
        town.daemon.begin();
        town.live(Duration.ofMillis(500 + random.nextInt(3_500)));
        town.daemon.kill();
      }
      var history = town.drain();

      history.print(Campaign.KILLS + " kills");
      assertThat(history.decided()).isGreaterThan(Campaign.KILLS);
      assertThat(history.faults()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "commit.before",
        "commit.inside",
        "commit.after",
        "compose.inside",
        "claim.after",
        "send.after",
        "settle.before",
        "settle.inside",
        "migration.inside",
      })
  void nothingIsLostOrDecidedTwice_whenItDiesAt(String moment) throws Exception {
    try (var town = new Town(folder, folder, new Random(Campaign.SEED), 60)) {
      dies(town, moment);
      var history = town.drain();

      history.print(moment);
      assertThat(history.decided()).isPositive();
      assertThat(history.faults()).isEmpty();
    }
  }

  /** It first runs a minute after the start, and there must be something old. */
  @Test
  void nothingIsLostOrDecidedTwice_whenItDiesAtRetention() throws Exception {
    try (var town = new Town(folder, folder, new Random(Campaign.SEED), 60)) {
      town.drain();
      age(town);
      long attempts = town.number("SELECT count(*) FROM attempt");
      dies(town, "retention.inside");
      assertThat(town.number("SELECT count(*) FROM attempt")).isGreaterThanOrEqualTo(attempts);
      var history = town.drain();

      history.print("retention.inside");
      assertThat(history.faults()).isEmpty();
    }
  }

  private static void dies(Town town, String moment) throws InterruptedException {
    town.daemon.option("-Dcertvigil.crashpoint=" + moment);
    town.daemon.begin();
    assertThat(town.daemon.process().waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(town.daemon.process().exitValue()).isEqualTo(137);
    town.options();
  }

  private static void age(Town town) throws SQLException {
    try (var database = town.daemon.connect();
        var statement = database.createStatement()) {
      assertThat(statement.executeUpdate("UPDATE attempt SET ended_at = 0")).isPositive();
    }
  }
}

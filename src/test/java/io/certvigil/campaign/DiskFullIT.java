package io.certvigil.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The daemon's file system filled to the last byte at random moments, and freed again.
 *
 * <p>{@code -Dcertvigil.fulls=200 -Dcertvigil.seed=N}
 */
class DiskFullIT {
  private static final int MEBIBYTES = 128;
  private static final long BALLAST = 16L << 20;
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  @TempDir Path folder;

  private int unexpectedExits;

  @Test
  void nothingIsLost_howeverOftenTheDiskIsFull() throws Exception {
    var random = Campaign.random("certvigil.fulls", Campaign.DISK_FILLS);
    try (var disk = SmallDisk.mounted(folder.resolve("state"), MEBIBYTES);
        var town = new CampaignEnvironment(folder, disk.folder(), random, 400)) {
      for (int round = 0; round < Campaign.DISK_FILLS; round++) {
        runUntilFull(town, disk, random);
        endRound(town, disk, random);
      }
      runUntilFull(town, disk, random);
      disk.free();
      ensureRuns(town);
      town.awaitRows(
          "daemon.store_low is told", "SELECT count(*) FROM event WHERE type LIKE '%low'");
      town.daemon.kill();
      var history = town.drain();

      history.print(
          "%d times full, the daemon ended by itself %d times"
              .formatted(Campaign.DISK_FILLS + 1, unexpectedExits));
      assertThat(history.decided()).isGreaterThan(Campaign.DISK_FILLS);
      assertThat(history.faults()).isEmpty();
      assertThat(ballastExists(disk)).isTrue();
    }
  }

  /** The reserve is there from the start, and is let go when the disk is full. */
  private void runUntilFull(CampaignEnvironment town, SmallDisk disk, Random random)
      throws Exception {
    town.daemon.launch();
    await("the reserve is taken").atMost(TIMEOUT).until(() -> ballastExists(disk));
    town.runFor(Duration.ofMillis(500 + random.nextInt(3_000)));
    disk.fill();
    await("the reserve is let go")
        .atMost(TIMEOUT)
        .until(
            () -> {
              town.runFor(Duration.ofMillis(200));
              return !Files.exists(ballastFile(disk));
            });
    town.runFor(Duration.ofMillis(500 + random.nextInt(3_000)));
  }

  /** Killed while the disk is full, started on a full disk, or left to recover. */
  private void endRound(CampaignEnvironment town, SmallDisk disk, Random random) throws Exception {
    int how = random.nextInt(3);
    if (how > 0) {
      kill(town);
    }
    if (how > 1) {
      town.daemon.launch();
      town.runFor(Duration.ofSeconds(2));
    }
    disk.free();
    if (how == 0) {
      ensureRuns(town);
      town.runFor(Duration.ofSeconds(1));
    }
    kill(town);
  }

  private void kill(CampaignEnvironment town) throws InterruptedException {
    unexpectedExits += town.daemon.alive() ? 0 : 1;
    town.daemon.kill();
  }

  /** As systemd would. */
  private void ensureRuns(CampaignEnvironment town) {
    if (!town.daemon.alive()) {
      unexpectedExits++;
      town.daemon.launch();
    }
  }

  private static Path ballastFile(SmallDisk disk) {
    return disk.folder().resolve("certvigil.ballast");
  }

  private static boolean ballastExists(SmallDisk disk) throws IOException {
    var file = ballastFile(disk);
    return Files.exists(file) && Files.size(file) >= BALLAST;
  }
}

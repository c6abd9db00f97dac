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
 * The daemon on a file system that is filled to the last byte at random moments, and freed again.
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
  void nothingIsLost_whenTheDiskIsFull() throws Exception {
    var random = Campaign.random("certvigil.fulls", Campaign.DISK_FILLS);
    try (var disk = SmallDisk.mounted(folder.resolve("state"), MEBIBYTES);
        var environment = new CampaignEnvironment(folder, disk.folder(), random, 400)) {
      for (int round = 0; round < Campaign.DISK_FILLS; round++) {
        runUntilFull(environment, disk, random);
        endRound(environment, disk, random);
      }
      runUntilFull(environment, disk, random);
      disk.free();
      ensureRuns(environment);
      environment.awaitRows(
          "daemon.store_low is stored", "SELECT count(*) FROM event WHERE type LIKE '%low'");
      environment.daemon.kill();
      var summary = environment.drain();

      summary.print(
          "%d times full, the daemon exited by itself %d times"
              .formatted(Campaign.DISK_FILLS + 1, unexpectedExits));
      assertThat(summary.decided()).isGreaterThan(Campaign.DISK_FILLS);
      assertThat(summary.faults()).isEmpty();
      assertThat(ballastExists(disk)).isTrue();
    }
  }

  /** The emergency reserve exists from the start, and is released when the disk is full. */
  private void runUntilFull(CampaignEnvironment environment, SmallDisk disk, Random random)
      throws Exception {
    environment.daemon.launch();
    await("the reserve is created").atMost(TIMEOUT).until(() -> ballastExists(disk));
    environment.runFor(Duration.ofMillis(500 + random.nextInt(3_000)));
    disk.fill();
    await("the reserve is released")
        .atMost(TIMEOUT)
        .until(
            () -> {
              environment.runFor(Duration.ofMillis(200));
              return !Files.exists(ballastFile(disk));
            });
    environment.runFor(Duration.ofMillis(500 + random.nextInt(3_000)));
  }

  /**
   * Ends a round: kills the daemon while the disk is full, starts it on a full disk, or lets it
   * recover.
   */
  private void endRound(CampaignEnvironment environment, SmallDisk disk, Random random)
      throws Exception {
    int how = random.nextInt(3);
    if (how > 0) {
      kill(environment);
    }
    if (how > 1) {
      environment.daemon.launch();
      environment.runFor(Duration.ofSeconds(2));
    }
    disk.free();
    if (how == 0) {
      ensureRuns(environment);
      environment.runFor(Duration.ofSeconds(1));
    }
    kill(environment);
  }

  private void kill(CampaignEnvironment environment) throws InterruptedException {
    unexpectedExits += environment.daemon.alive() ? 0 : 1;
    environment.daemon.kill();
  }

  /** Restarts the daemon if it has exited, as systemd would. */
  private void ensureRuns(CampaignEnvironment environment) {
    if (!environment.daemon.alive()) {
      unexpectedExits++;
      environment.daemon.launch();
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

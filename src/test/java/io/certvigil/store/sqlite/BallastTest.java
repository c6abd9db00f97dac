package io.certvigil.store.sqlite;

import static io.certvigil.store.StoreFixture.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.certvigil.store.Requests;
import io.certvigil.store.SqliteEngine;
import io.certvigil.store.Store;
import io.certvigil.store.StoreSettings;
import io.certvigil.store.failure.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BallastTest {
  private static final long SIZE = 512 << 10;

  @TempDir private Path folder = Path.of("");

  private final AtomicLong nanos = new AtomicLong();

  private Path file() {
    return folder.resolve("certvigil.db");
  }

  private Path ballastFile() {
    return folder.resolve("certvigil.ballast");
  }

  private Ballast ballast() {
    return new Ballast(file(), SIZE, true, nanos::get);
  }

  private Store open(Ballast ballast) {
    var settings = new StoreSettings(file(), Duration.ofDays(730), Duration.ofDays(90));
    return Store.open(settings, StoreMeters.none(), ballast);
  }

  private void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void ballast_isCreatedAtOpenAndKept() throws IOException {
    try (var store = new SqliteEngine(folder).open()) {
      assertThat(Files.size(ballastFile())).isEqualTo(16 << 20);
      assertThat(store.spaceShortage()).isEmpty();
      try (var command = new SqliteEngine(folder).openForCommand()) {
        assertThat(command.spaceShortage()).isEmpty();
      }
    }
    assertThat(ballastFile()).exists();
  }

  @Test
  void incompleteBallast_isCreatedAgain() throws IOException {
    Files.write(ballastFile(), new byte[100]);

    open(ballast()).close();

    assertThat(Files.size(ballastFile())).isEqualTo(SIZE);
  }

  @Test
  void releasedBallast_isCreatedAgainAfterTenMinutes() {
    var ballast = ballast();
    try (var store = open(ballast)) {
      assertThat(ballast.releaseFor(Sqlite.DiskError.FULL)).isTrue();
      assertThat(ballast.releaseFor(Sqlite.DiskError.FULL)).isFalse();
      advance(Duration.ofMinutes(1));
      assertThat(store.spaceShortage().orElseThrow())
          .contains("the emergency reserve is used up", "free space");
      advance(Duration.ofMinutes(9));
      assertThat(store.spaceShortage()).isPresent();

      advance(Duration.ofMinutes(1));
      store.checkWritable();

      assertThat(store.spaceShortage()).isEmpty();
      assertThat(ballastFile()).exists();
    }
  }

  @Test
  void otherErrors_keepTheBallast() {
    var ballast = ballast();
    open(ballast).close();

    assertThat(ballast.releaseFor(Sqlite.DiskError.OTHER)).isFalse();
    assertThat(ballast.releaseFor(Sqlite.DiskError.DISK)).isFalse();
    assertThat(ballastFile()).exists();
  }

  /**
   * A database with a page limit. Needs no mounted disk, but deleting the ballast does not help.
   */
  @Test
  void databaseThatCannotGrow_losesNothing() {
    open(ballast()).close();
    var session = Sqlite.writer(file());
    session.execute("PRAGMA max_page_count = " + (session.number("PRAGMA page_count") + 3));
    try (var database = new Database(file(), session, StoreMeters.none(), ballast())) {
      int stored = fill(database);
      assertThat(ballastFile()).doesNotExist();
      assertThat(database.<Long>read("query", BallastTest::count)).isEqualTo(stored);

      database.change("query", it -> it.execute("PRAGMA max_page_count = 100000"));
      new Requests(database).requestSweep("olga", TODAY);

      assertThat(database.<Long>read("query", BallastTest::count)).isEqualTo(stored + 1);
    }
  }

  /** Stores rows until a write fails; returns how many were stored. */
  private static int fill(Database database) {
    int[] stored = {0};
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                insertLargeRow(database);
                stored[0]++;
              }
            })
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot grow: free space");
    return stored[0];
  }

  private static void insertLargeRow(Database database) {
    database.change(
        "request",
        session ->
            session.update(
                "INSERT INTO request (kind, asked_at, summary) VALUES ('x', 0, ?)",
                "x".repeat(3000)));
  }

  private static long count(Session session) {
    return session.number("SELECT count(*) FROM request");
  }

  @Test
  void fullDisk_releasesTheBallastAndLosesNothing() throws Exception {
    assumeTrue(mounted(), "no small file system can be mounted here: not root, no sudo");
    var filler = folder.resolve("filler");
    try (var store = open(ballast())) {
      var before = new ArrayList<Long>(List.of(store.requests().requestSweep("olga", TODAY)));
      exhaust(filler);

      for (int i = 0; i < 5; i++) {
        before.add(store.requests().requestSweep("olga", TODAY));
      }
      assertThat(ballastFile()).doesNotExist();
      assertThat(store.spaceShortage()).isPresent();

      long refused = untilRefused(store, before);
      Files.delete(filler);
      before.add(store.requests().requestSweep("olga", TODAY));
      assertThat(refused).isPositive();
      assertThat(store.requests().pending()).extracting(Requests.Pending::id).isEqualTo(before);
    } finally {
      run("umount", folder.toString());
    }
  }

  @Test
  void daemon_startsOnAFullDisk() throws Exception {
    assumeTrue(mounted(), "no small file system can be mounted here: not root, no sudo");
    try {
      open(ballast()).close();
      exhaust(folder.resolve("filler"));

      try (var store = open(ballast())) {
        store.checkWritable();
        assertThat(store.spaceShortage()).isPresent();
      }
    } finally {
      run("umount", folder.toString());
    }
  }

  private static long untilRefused(Store store, List<Long> stored) {
    for (int i = 0; i < 100_000; i++) {
      try {
        stored.add(store.requests().requestSweep("olga", TODAY));
      } catch (StoreException e) {
        assertThat(e.getMessage())
            .containsAnyOf("free space on", "check the disk and its free space");
        return i + 1L;
      }
    }
    return 0;
  }

  private static void exhaust(Path filler) throws IOException {
    try (var out = Files.newOutputStream(filler)) {
      for (int i = 0; i < 1_000_000; i++) {
        out.write(new byte[512]);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("space");
    }
  }

  private boolean mounted() throws Exception {
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=4m,mode=1777", "tmpfs", "" + folder);
    assertThat(mounted || !"true".equals(System.getenv("CI"))).as("mount in CI").isTrue();
    return mounted;
  }

  /** Runs the command as the current user, otherwise with sudo if it needs no password. */
  private static boolean run(String... command) throws Exception {
    var sudo = new ArrayList<>(List.of("sudo", "-n"));
    sudo.addAll(List.of(command));
    return succeeds(List.of(command)) || succeeds(sudo);
  }

  private static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // the program is not installed
    }
  }
}

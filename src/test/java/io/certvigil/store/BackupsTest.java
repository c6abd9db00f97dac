package io.certvigil.store;

import static io.certvigil.store.StoreFixture.TODAY;
import static io.certvigil.store.StoreFixture.ZONE_A;
import static io.certvigil.store.StoreFixture.certificates;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certvigil.store.failure.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupsTest extends StoreTestBase {
  @TempDir private Path other = Path.of("");
  private Path backup = Path.of("");

  @BeforeEach
  void fill() {
    backup = other.resolve("it's a backup.db");
    commit(ZONE_A, TODAY, certificates(3, Duration.ofDays(5)));
  }

  private void restore() {
    Store.restore(engine().settings(), backup, TODAY.plusSeconds(60));
  }

  @Test
  void backupOfARunningDaemon_containsWhatItHasStored_andNeedsNoLog() throws IOException {
    store().backups().write(backup, false, TODAY);

    assertThat(StoreSnapshots.state(backup)).isEqualTo(StoreSnapshots.state(engine().file()));
    try (var files = Files.list(other)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
        .isIn("rw-r-----", "rw-------");
    assertThat(store().backups().lastSuccess()).hasValue(TODAY);
  }

  @Test
  void backupUnderWrites_isConsistent() throws Exception {
    store().applyConfig(List.of(), java.util.Set.of("hook"), "", TODAY);
    var stop = new AtomicBoolean();
    var written = new CountDownLatch(20);
    var writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 4; !stop.get(); i++) {
                    commit(ZONE_A, TODAY.plusSeconds(i), certificates(i, Duration.ofDays(5)));
                    written.countDown();
                  }
                });
    written.await();

    store().backups().write(backup, false, TODAY);

    stop.set(true);
    writer.join();
    assertThat(StoreSnapshots.state(backup).lines().count()).isGreaterThan(20);
  }

  @Test
  void existingFile_isReplacedOnlyOnRequest() throws IOException {
    Files.writeString(backup, "not ours");

    assertThatThrownBy(() -> store().backups().write(backup, false, TODAY))
        .hasMessageContaining("exists: give another name, or --replace");
    assertThat(backup).hasContent("not ours");
    assertThat(store().backups().lastSuccess()).isEmpty();

    store().backups().write(backup, true, TODAY);
    assertThat(Files.size(backup)).isGreaterThan(4096);
  }

  @Test
  void backupOntoTheStore_isRefused() {
    assertThatThrownBy(() -> store().backups().write(engine().file(), true, TODAY))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is the store itself");
  }

  @Test
  void missingFolder_leavesNothing() {
    var file = other.resolve("none").resolve("b.db");

    assertThatThrownBy(() -> store().backups().write(file, false, TODAY))
        .isInstanceOf(StoreException.class);
    assertThat(store().backups().lastSuccess()).isEmpty();
  }

  @Test
  void restoreUnderALiveDaemon_isRefused() {
    store().backups().write(backup, false, TODAY);
    var before = StoreSnapshots.state(engine().file());

    assertThatThrownBy(this::restore)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("stop it first (sudo systemctl stop certvigil)");
    assertThat(StoreSnapshots.state(engine().file())).isEqualTo(before);
  }

  @Test
  void restore_bringsBackTheBackup_andKeepsWhatStoodThere() throws IOException {
    store().backups().write(backup, false, TODAY);
    var then = StoreSnapshots.state(engine().file());
    commit(ZONE_A, TODAY.plusSeconds(9), certificates(9, Duration.ofDays(5)));
    var later = StoreSnapshots.state(engine().file());
    store().close();
    Files.writeString(engine().folder().resolve("certvigil.db-wal"), "a log that was left behind");

    restore();

    assertThat(StoreSnapshots.state(engine().file())).isEqualTo(then);
    assertThat(names())
        .contains(
            "certvigil.db.before-20261120T120100Z", "certvigil.db.before-20261120T120100Z-wal")
        .doesNotContain("certvigil.db-wal", "certvigil.db.restored");
    Files.delete(engine().folder().resolve("certvigil.db.before-20261120T120100Z-wal"));
    assertThat(
            StoreSnapshots.state(engine().folder().resolve("certvigil.db.before-20261120T120100Z")))
        .isEqualTo(later);
    reopen();
    assertThat(store().notices().list())
        .singleElement()
        .asString()
        .startsWith(
            "the store was restored on 2026-11-20T12:01Z from a backup of 2026-11-20T12:00Z:")
        .contains("May arrive a second time: 0 deliveries");
    assertThat(store().backups().lastSuccess()).hasValue(TODAY);
  }

  @Test
  void restoreWithoutAStore_createsIt() throws IOException {
    store().backups().write(backup, false, TODAY);
    store().close();
    Files.delete(engine().file());

    restore();

    reopen();
    assertThat(store().inventory().alerts(false, TODAY)).hasSize(3);
  }

  @Test
  void damagedBackup_isRefused_andNothingIsMoved() throws IOException {
    store().backups().write(backup, false, TODAY);
    var bytes = Files.readAllBytes(backup);
    java.util.Arrays.fill(bytes, 8 * 4096 + 10, 24 * 4096, (byte) 0x5a);
    Files.write(backup, bytes);
    store().close();
    var before = names();

    assertThatThrownBy(this::restore).isInstanceOf(StoreException.class);

    assertThat(names()).isEqualTo(before);
    reopen();
  }

  @Test
  void databaseOfAnotherProgram_isNotRestored() {
    new SqliteEngine(other).execute("CREATE TABLE somebody_elses (id INTEGER)");
    backup = new SqliteEngine(other).file();
    store().close();

    assertThatThrownBy(this::restore).hasMessageContaining("is the database of another program");
    reopen();
  }

  @Test
  void copyOfALiveFileWithItsLog_canBeRestored() throws IOException {
    Files.copy(engine().file(), backup);
    Files.copy(
        engine().folder().resolve("certvigil.db-wal"),
        backup.resolveSibling(backup.getFileName() + "-wal"));
    var then = StoreSnapshots.state(engine().file());
    store().close();

    restore();

    assertThat(StoreSnapshots.state(engine().file())).isEqualTo(then);
    reopen();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(engine().folder())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}

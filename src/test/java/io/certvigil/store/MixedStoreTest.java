package io.certvigil.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certvigil.store.failure.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Database files and logs that do not belong together, as restored backups and copies of a running
 * daemon leave them: a mixture is refused, or the operator is told, but nothing is lost in silence.
 */
class MixedStoreTest {
  private static final long SEED = Long.getLong("certvigil.mixtures.seed", 15);
  private static final int MIXTURES = Integer.getInteger("certvigil.mixtures", 200);
  private static final int PAGE = 4096;
  private static final int LAST = StoreSnapshots.STEPS - 1;

  @TempDir private static Path life;
  private static StoreSnapshots snapshots;

  @TempDir private Path folder;

  @BeforeAll
  static void live() throws IOException {
    snapshots = StoreSnapshots.of(life, SEED);
    var generations =
        IntStream.rangeClosed(0, LAST)
            .mapToObj(step -> Arrays.hashCode(snapshots.get(step).file()))
            .distinct()
            .count();
    assertThat(generations).as("checkpoints in this life").isGreaterThan(3);
  }

  private SqliteEngine put(byte[] file, byte @Nullable [] log) throws IOException {
    return put(folder, file, log);
  }

  private static SqliteEngine put(Path into, byte[] file, byte @Nullable [] log)
      throws IOException {
    for (var suffix : List.of("-wal", "-shm")) {
      Files.deleteIfExists(into.resolve("certvigil.db" + suffix));
    }
    Files.write(into.resolve("certvigil.db"), file);
    if (log != null) {
      Files.write(into.resolve("certvigil.db-wal"), log);
    }
    return new SqliteEngine(into);
  }

  private void assertRefused(SqliteEngine engine, String... words) throws IOException {
    var before = contents(engine.folder());

    assertThatThrownBy(engine::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(words);

    assertThat(contents(engine.folder())).isEqualTo(before);
  }

  /** The file and its log; the index of the log may come and go. */
  private static Map<String, Integer> contents(Path folder) throws IOException {
    var all = new TreeMap<String, Integer>();
    for (var name : List.of("certvigil.db", "certvigil.db-wal")) {
      var file = folder.resolve(name);
      all.put(name, Files.exists(file) ? Arrays.hashCode(Files.readAllBytes(file)) : 0);
    }
    return all;
  }

  @Test
  void oldFileWithNewLog_isRefusedWithTheCommands() throws IOException {
    var engine = put(snapshots.get(3).file(), snapshots.get(LAST).log());

    assertRefused(
        engine,
        "are of different times",
        "mv %1$s-wal %1$s-wal.unused; rm -f %1$s-shm".formatted(engine.file()),
        "certvigil restore BACKUP");
    assertThatThrownBy(engine::openForCommand).hasMessageContaining("are of different times");
  }

  @Test
  void theCommandsOfTheMessage_mendIt() throws IOException {
    var engine = put(snapshots.get(3).file(), snapshots.get(LAST).log());
    assertThatThrownBy(engine::open).isInstanceOf(StoreException.class);

    Files.move(folder.resolve("certvigil.db-wal"), folder.resolve("certvigil.db-wal.unused"));
    Files.deleteIfExists(folder.resolve("certvigil.db-shm"));

    try (var store = engine.open()) {
      assertThat(store.notices().list()).singleElement().asString().contains("is missing");
    }
    assertThat(StoreSnapshots.lost(engine.file())).isEmpty();
  }

  @Test
  void newFileWithOldLog_isRefused() throws IOException {
    assertRefused(put(snapshots.get(LAST).file(), snapshots.get(3).log()), "of different times");
  }

  @Test
  void fileWithItsOwnLog_isOpened() throws IOException {
    var engine = put(snapshots.get(LAST).file(), snapshots.get(LAST).log());

    try (var store = engine.open()) {
      assertThat(store.notices().list()).isEmpty();
      assertThat(StoreSnapshots.state(engine.file())).isEqualTo(snapshots.get(LAST).state());
    }
  }

  @Test
  void missingLog_isSaid_andNothingThatWasDecidedIsLost() throws IOException {
    var engine = put(snapshots.get(LAST).file(), null);

    try (var store = engine.open()) {
      assertThat(store.notices().list())
          .singleElement()
          .asString()
          .contains("its log (certvigil.db-wal) is missing", "may be sent a second time");
    }
    assertThat(StoreSnapshots.lost(engine.file())).isEmpty();
  }

  @Test
  void cleanlyClosedFile_needsNoLog() throws IOException {
    var engine = new SqliteEngine(folder);
    engine.open().close();

    try (var store = engine.open()) {
      assertThat(store.notices().list()).isEmpty();
    }
  }

  /** A command opens what a killed daemon left: SQLite then deletes the log. */
  @Test
  void commandAfterAKill_leavesNothingToSay() throws IOException {
    var engine = put(snapshots.get(LAST).file(), snapshots.get(LAST).log());
    engine.openForCommand().close();
    assertThat(folder.resolve("certvigil.db-wal")).doesNotExist();

    try (var store = engine.open()) {
      assertThat(store.notices().list()).isEmpty();
    }
  }

  @Test
  void logWithoutFile_isRefused_andNotDeleted() throws IOException {
    var engine = put(snapshots.get(LAST).file(), snapshots.get(LAST).log());
    Files.delete(engine.file());

    assertRefused(engine, "is missing, but its log", "certvigil restore BACKUP");
  }

  /** What "cp" of the file alone gave before the first checkpoint of version 0.1. */
  @Test
  void fileOfOnePageWithoutTables_isRefused() throws IOException {
    var engine = new SqliteEngine(folder);
    engine.execute("PRAGMA journal_mode = WAL");
    assertThat(Files.size(engine.file())).isEqualTo(PAGE);

    assertRefused(engine, "holds no tables", "certvigil restore BACKUP");
  }

  @Test
  void copyOfTheFileAlone_holdsAllUpToTheStart() throws IOException {
    try (var _ = new SqliteEngine(folder).open()) {
      assertThat(Files.size(folder.resolve("certvigil.db"))).isGreaterThan(100_000);
    }
  }

  @Test
  void channelAheadOfTheNewestEvent_isRefused() throws IOException {
    var engine = new SqliteEngine(folder);
    engine.open().close();
    engine.execute("INSERT INTO channel (name, mark, added_at) VALUES ('hook', 802, 0)");

    assertRefused(engine, "parts of different times", "a channel has seen events");
  }

  @Test
  void damageInTheMiddleOfTheLog_isRefused() throws IOException {
    int step = stepWithLongLog();
    var log = snapshots.get(step).log().clone();
    Arrays.fill(log, 32 + 24 + 100, 32 + 24 + 2148, (byte) 0x5a);

    assertRefused(
        put(snapshots.get(step).file(), log), "is damaged, and SQLite would drop the", "mv ");
  }

  private static int stepWithLongLog() {
    int longest = 0;
    for (int step = 0; step <= LAST; step++) {
      longest =
          snapshots.get(step).log().length > snapshots.get(longest).log().length ? step : longest;
    }
    return longest;
  }

  private enum Mixture {
    OLD_FILE_NEW_LOG,
    NEW_FILE_OLD_LOG,
    MISSING_LOG,
    COPIED_UNDER_LOAD,
    HALF_A_PAGE,
    HALF_A_FRAME,
    CUT_LOG
  }

  private enum Result {
    REFUSED,
    SAID,
    OPENED
  }

  @Test
  void mixturesBySeed_loseNothingInSilence() throws IOException {
    var results = new EnumMap<Mixture, Map<Result, Integer>>(Mixture.class);
    for (int number = 0; number < MIXTURES; number++) {
      var random = new Random(SEED * 1_000_003 + number);
      var mixture = Mixture.values()[number % Mixture.values().length];
      int first = random.nextInt(LAST);
      int second = first + 1 + random.nextInt(LAST - first);
      var engine = mix(folder, mixture, first, second, random);

      var result = open(engine, mixture, "%s %d %d (%d)".formatted(mixture, first, second, number));

      results.computeIfAbsent(mixture, _ -> new TreeMap<>()).merge(result, 1, Integer::sum);
    }
    assertThat(results.get(Mixture.OLD_FILE_NEW_LOG)).as("%s", results).containsKey(Result.REFUSED);
    assertThat(results.get(Mixture.NEW_FILE_OLD_LOG)).containsKey(Result.REFUSED);
    assertThat(results.get(Mixture.MISSING_LOG)).doesNotContainKey(Result.OPENED);
    assertThat(results.get(Mixture.HALF_A_FRAME)).containsKey(Result.REFUSED);
  }

  private static SqliteEngine mix(Path into, Mixture mixture, int first, int second, Random random)
      throws IOException {
    var old = snapshots.get(first);
    var young = snapshots.get(second);
    return switch (mixture) {
      case OLD_FILE_NEW_LOG -> put(into, old.file(), young.log());
      case NEW_FILE_OLD_LOG -> put(into, young.file(), old.log());
      case MISSING_LOG -> put(into, old.file(), null);
      case COPIED_UNDER_LOAD -> {
        int pages = old.file().length / PAGE;
        yield put(
            into, joined(old.file(), young.file(), random.nextInt(pages) * PAGE), young.log());
      }
      case HALF_A_PAGE -> {
        var file = young.file().clone();
        int at = random.nextInt(old.file().length / PAGE) * PAGE + PAGE / 2;
        System.arraycopy(old.file(), at, file, at, PAGE / 2);
        yield put(into, file, young.log());
      }
      case HALF_A_FRAME -> {
        var log = young.log().clone();
        int at = log.length == 0 ? 0 : random.nextInt(log.length / 2);
        Arrays.fill(log, at, Math.min(log.length, at + PAGE / 2), (byte) 0);
        yield put(into, young.file(), log);
      }
      case CUT_LOG ->
          put(into, young.file(), Arrays.copyOf(young.log(), random.nextInt(young.log().length)));
    };
  }

  private static byte[] joined(byte[] start, byte[] rest, int at) {
    var file = rest.clone();
    System.arraycopy(start, 0, file, 0, Math.min(at, rest.length));
    return file;
  }

  private static Result open(SqliteEngine engine, Mixture mixture, String what) {
    Result result;
    try (var store = engine.open()) {
      result = store.notices().list().isEmpty() ? Result.OPENED : Result.SAID;
    } catch (StoreException e) {
      assertThat(e).as(what).hasMessageMatching("(?s).*(mv |restore).*");
      return Result.REFUSED;
    }
    assertThat(StoreSnapshots.lost(engine.file())).as(what).isEmpty();
    boolean atOnce =
        switch (mixture) {
          case OLD_FILE_NEW_LOG, NEW_FILE_OLD_LOG, MISSING_LOG -> true;
          case COPIED_UNDER_LOAD, HALF_A_PAGE, HALF_A_FRAME, CUT_LOG -> false;
        };
    if (atOnce && result == Result.OPENED) {
      assertThat(snapshots.hasState(StoreSnapshots.state(engine.file()))).as(what).isTrue();
    }
    return result;
  }
}

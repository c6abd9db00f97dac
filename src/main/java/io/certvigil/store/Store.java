package io.certvigil.store;

import io.certvigil.store.failure.StoreException;
import io.certvigil.store.receiver.ChannelTarget;
import io.certvigil.store.receiver.ConfigChange;
import io.certvigil.store.receiver.Targets;
import io.certvigil.store.sqlite.Ballast;
import io.certvigil.store.sqlite.DaemonLock;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.DatabaseFile;
import io.certvigil.store.sqlite.DiskProbe;
import io.certvigil.store.sqlite.PrivateFiles;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Schema;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.sqlite.Sqlite;
import io.certvigil.store.sqlite.StoreFiles;
import io.certvigil.store.sqlite.StoreMeters;
import io.certvigil.store.sqlite.WriteAccess;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database. One daemon opens it with {@link #open} and is the main writer. Commands use {@link
 * #openForCommand} while a daemon may be running; they read, and write little.
 *
 * <p>All methods of its parts may be called from any thread; each write is one transaction. They
 * throw {@link StoreException} if the database cannot be read or written.
 */
public final class Store implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Store.class);

  private final Database database;
  private final Silences silences;
  private final @Nullable DaemonLock lock;
  private volatile StoreSettings settings;
  private final Ballast ballast;

  private Store(
      Database database,
      @Nullable DaemonLock lock,
      StoreSettings settings,
      StoreMeters meters,
      Ballast ballast) {
    this.database = database;
    this.silences = new Silences(database);
    this.lock = lock;
    this.settings = settings;
    this.ballast = ballast;
    meters.registerSize(this::size);
  }

  /** As {@link #open(StoreSettings, MeterRegistry)}, without metrics. */
  public static Store open(StoreSettings settings) {
    return open(settings, StoreMeters.none(), Ballast.forDaemon(settings.file()));
  }

  /**
   * Acquires the daemon's lock, then opens and migrates the database. A delivery that was being
   * sent when the last daemon stopped is marked ambiguous and is sent again.
   *
   * @throws StoreException if another daemon is running (the message names its pid), the folder is
   *     not writable, or the database is damaged or from a newer version
   */
  public static Store open(StoreSettings settings, MeterRegistry registry) {
    return open(settings, new StoreMeters(registry), Ballast.forDaemon(settings.file()));
  }

  public static Store open(StoreSettings settings, StoreMeters meters, Ballast ballast) {
    var file = settings.file();
    WriteAccess.require(file);
    PrivateFiles.check(file);
    if (!DaemonLock.isHeld(file)) {
      ballast.releaseIfAlmostFull();
    }
    var lock = DaemonLock.acquire(file);
    try {
      var finding = StoreFiles.check(file);
      PrivateFiles.tighten(file);
      if (!Files.exists(file)) {
        DatabaseFile.create(file);
      }
      var database = new Database(file, opened(file, Schema::migrate), meters, ballast);
      database.change("settle", Store::settle);
      database.begin();
      ballast.ensureExists();
      var store = new Store(database, lock, settings, meters, ballast);
      finding.ifPresent(text -> store.notices().put(Notices.LOG_MISSING, text));
      return store;
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static void settle(Session session) {
    DeliveryRows.recover(session);
    StoreIdentity.ensureExists(session);
  }

  /**
   * Opens the database for a command, without the daemon's lock and without migrating.
   *
   * @throws StoreException if there is no database yet, or if it is newer, older or damaged
   */
  public static Store openForCommand(StoreSettings settings) {
    var file = settings.file();
    WriteAccess.requireOfCommand(file);
    StoreFiles.checkForCommand(file);
    boolean leftOver = StoreFiles.isLeftOver(file);
    var meters = StoreMeters.none();
    var ballast = Ballast.forCommand(file);
    var database = new Database(file, opened(file, Schema::check), meters, ballast);
    if (leftOver) {
      settleLeftOverLog(database);
    }
    return new Store(database, null, settings, meters, ballast);
  }

  /** Whether a daemon, or a command that sweeps, has this database open. */
  public static boolean isInUse(StoreSettings settings) {
    return DaemonLock.isHeld(settings.file());
  }

  /**
   * When this command closes the database, SQLite puts the log that a killed daemon left into the
   * file and deletes it. The next daemon must not miss it.
   */
  private static void settleLeftOverLog(Database database) {
    try {
      database.end();
    } catch (StoreException e) {
      // This user may only read. Then SQLite leaves the log where it is.
    }
  }

  /**
   * Puts a backup in the place of the database; no daemon may run.
   *
   * @return where the old database is now; empty if there was none
   */
  public static Optional<Path> restore(StoreSettings settings, Path backup, Instant now) {
    WriteAccess.require(settings.file());
    return Backups.restore(settings.file(), backup, now);
  }

  /**
   * The version of SQLite's native library.
   *
   * @throws StoreException if it cannot be loaded
   */
  public static String sqliteVersion() {
    return Sqlite.version();
  }

  /**
   * Checks that a first start could create the database.
   *
   * @throws StoreException if its folder is missing or not writable
   */
  public static void checkCanCreate(StoreSettings settings) {
    WriteAccess.require(settings.file());
  }

  /**
   * Applies new retention times.
   *
   * @throws IllegalArgumentException if the file of the database differs
   */
  public void settings(StoreSettings next) {
    if (!next.file().equals(settings.file())) {
      throw new IllegalArgumentException("store.url: this store is " + settings.file());
    }
    settings = next;
  }

  /**
   * Applies the watches, channels and rules of a configuration in one transaction, so that a reload
   * is applied completely or not at all.
   *
   * @param watches names in the order of the config, each with what it selects: a scope found by
   *     two watches belongs to the first. A watch that selects something else than at its last
   *     discovery is due: its discovery, and its scopes too if the labels differ. A watch that is
   *     not among them is removed, and so is a discovery that no watch needs; the scopes of such a
   *     watch go to the next watch that finds them
   * @param channels by name. A new one, and one with another receiver or selection, first gets the
   *     alerts that fire now and that its receiver was not told of, then all later events; the
   *     first channels of a database begin with the first event. The others: {@link
   *     io.certvigil.store.receiver}
   * @param rules the alert rules as text. If they differ from those of the last start, every scope
   *     is decided again at the next minute, because the stored decision times follow from the old
   *     rules
   */
  public void applyConfig(
      SequencedMap<String, Scopes.WatchSelection> watches,
      SequencedMap<String, ChannelTarget> channels,
      String rules,
      ConfigChange change,
      Instant now) {
    applyConfig(List.copyOf(watches.keySet()), watches, channels, rules, change, now);
  }

  /** As a start, for watches that stay as they are and receivers that are known by name only. */
  public void applyConfig(List<String> watches, Set<String> channels, String rules, Instant now) {
    applyConfig(
        List.copyOf(watches),
        Map.of(),
        ChannelTarget.named(channels),
        rules,
        ConfigChange.START,
        now);
  }

  private void applyConfig(
      List<String> kept,
      Map<String, Scopes.WatchSelection> selections,
      SequencedMap<String, ChannelTarget> channels,
      String rules,
      ConfigChange change,
      Instant now) {
    database.change(
        "compose",
        session -> {
          WatchRows.retainOnly(session, kept);
          selections.forEach(
              (watch, selection) -> WatchRows.select(session, watch, selection, now));
          ChannelChanges.apply(session, channels, change, now);
          ScopeRows.updateRules(session, rules);
        });
  }

  /** The receivers behind the channels, and what is left open there. */
  public Targets targets() {
    return new Targets(database);
  }

  /** The readings: commit, decide, and retention. */
  public Readings readings() {
    return new Readings(database, settings);
  }

  /** The alerts: acknowledgement, lookup and explanation. */
  public Alerts alerts() {
    return new Alerts(database);
  }

  /** The watched scopes and those that are due. */
  public Scopes scopes() {
    return new Scopes(database);
  }

  /** The stored events and deliveries, for composing and sending. */
  public Outbox outbox() {
    return new Outbox(database);
  }

  /** The silences. */
  public Silences silences() {
    return silences;
  }

  /** Read-only queries of commands and pages. Not called per scrape. */
  public Inventory inventory() {
    return new Inventory(database, ballast::shortage);
  }

  /** What blocks renewals, and what ends with a deletion. */
  public Conditions conditions() {
    return new Conditions(database);
  }

  /** What an operator must know. */
  public Notices notices() {
    return new Notices(database);
  }

  public StoreIdentity identity() {
    return new StoreIdentity(database);
  }

  /** Backups of the database. */
  public Backups backups() {
    return new Backups(database);
  }

  /** Requests of commands to a running daemon. */
  public Requests requests() {
    return new Requests(database);
  }

  /** Size of the database with its write-ahead log, in bytes. Reads file sizes only. */
  public long size() {
    return DatabaseFile.size(settings.file());
  }

  /**
   * Why disk space is running out, in one line that says what to do; empty while there is enough.
   * Queries the file system only.
   */
  public Optional<String> spaceShortage() {
    return ballast.shortage();
  }

  /**
   * Writes 1 MiB next to the database and removes it again; returns why that failed, in one line,
   * or an empty result.
   */
  public Optional<String> writeProblem() {
    return DiskProbe.problem(settings.file());
  }

  /** Free space on the file system of the database, in bytes; empty if unknown. */
  public OptionalLong usableSpace() {
    return ballast.usableSpace();
  }

  /**
   * The first damage that SQLite reports, in its words; empty if the database is intact. Reads the
   * whole file.
   */
  public Optional<String> damage() {
    return database
        .first("query", "PRAGMA quick_check(1)", ResultRow::text)
        .filter(said -> !said.equals("ok"));
  }

  /** Checks that the database accepts a write; throws {@link StoreException} otherwise. */
  public void checkWritable() {
    database.update(
        "query",
        "INSERT INTO meta VALUES ('checks', '1') ON CONFLICT DO UPDATE"
            + " SET value = CAST(value AS INTEGER) + 1");
  }

  /**
   * Why nothing can be stored at present, in one line that says what to do; empty if the database
   * can be written. Does not write, and returns without waiting.
   */
  public Optional<String> unwritable() {
    return WriteAccess.problem(settings.file());
  }

  /**
   * A number that changes when another process, such as a command, has written; writes of this
   * store do not change it. Cheap enough to read each second; does not wait for a writer.
   */
  public long dataVersion() {
    return database.dataVersion();
  }

  /**
   * A number that has grown if anything was written, by this store or another process, so that what
   * was computed from the store can be kept until then. Does not wait for a writer.
   */
  public long changeCount() {
    return database.changeCount();
  }

  private static Session opened(Path file, BiConsumer<Path, Session> schema) {
    var session = Sqlite.writer(file);
    try {
      schema.accept(file, session);
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      if (lock != null) {
        markEnd();
      }
      database.close();
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }

  private void markEnd() {
    try {
      database.end();
    } catch (StoreException e) {
      log.atWarn().addKeyValue("error", e.getMessage()).log("could not mark the store as closed");
    }
  }
}

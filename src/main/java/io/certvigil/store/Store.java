package io.certvigil.store;

import io.certvigil.store.failure.StoreException;
import io.certvigil.store.sqlite.Ballast;
import io.certvigil.store.sqlite.DaemonLock;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Schema;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.sqlite.Sqlite;
import io.certvigil.store.sqlite.StoreMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The database. One daemon opens it with {@link #open} and is its main writer; commands open it
 * {@link #openForCommand} a running daemon, read, and write little.
 *
 * <p>Every method of its parts may be called from any thread; each write is one transaction. Any of
 * them throws {@link StoreException} where the database cannot be read or written.
 */
public final class Store implements AutoCloseable {
  private final Database database;
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
    this.lock = lock;
    this.settings = settings;
    this.ballast = ballast;
    meters.registerSize(this::size);
  }

  /** As {@link #open(Settings, MeterRegistry)}, for those whom nobody scrapes. */
  public static Store open(StoreSettings settings) {
    return open(settings, StoreMeters.none(), Ballast.forDaemon(settings.file()));
  }

  /**
   * Takes the daemon's lock, then opens and migrates. A delivery that was being sent when the last
   * daemon died is marked ambiguous and will go again.
   *
   * @throws StoreException where another daemon runs (names its pid), the folder is not writable,
   *     the database is damaged or from a newer version
   */
  public static Store open(StoreSettings settings, MeterRegistry registry) {
    return open(settings, new StoreMeters(registry), Ballast.forDaemon(settings.file()));
  }

  public static Store open(StoreSettings settings, StoreMeters meters, Ballast ballast) {
    var file = settings.file();
    requireFolder(file);
    if (!DaemonLock.isHeld(file)) {
      ballast.releaseIfAlmostFull();
    }
    var lock = DaemonLock.acquire(file);
    try {
      if (!Files.exists(file)) {
        Sqlite.create(file);
      }
      var database = new Database(file, migrated(file), meters, ballast);
      database.change("settle", DeliveryRows::recover);
      ballast.ensureExists();
      return new Store(database, lock, settings, meters, ballast);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Opens without the lock.
   *
   * @throws StoreException where there is no database yet, or one that is newer, older or damaged
   */
  public static Store openForCommand(StoreSettings settings) {
    var file = settings.file();
    var folder = file.toAbsolutePath().getParent();
    if (folder != null && Files.isDirectory(folder) && !Files.isExecutable(folder)) {
      throw new StoreException(
          file + ": its folder may not be read by this user; run this as the service's user");
    }
    if (!Files.exists(file)) {
      throw new StoreException(
          file + " does not exist yet: start the daemon, or run \"certvigil sweep\" once");
    }
    var meters = StoreMeters.none();
    var ballast = Ballast.forCommand(file);
    return new Store(
        new Database(file, checked(file), meters, ballast), null, settings, meters, ballast);
  }

  /**
   * Whether a first start could make the database here.
   *
   * @throws StoreException where its folder is missing or not writable
   */
  public static void checkCanCreate(StoreSettings settings) {
    requireFolder(settings.file());
  }

  /**
   * How long things are kept from now on.
   *
   * @throws IllegalArgumentException where the database is another one
   */
  public void settings(StoreSettings next) {
    if (!next.file().equals(settings.file())) {
      throw new IllegalArgumentException("store.url: this store is " + settings.file());
    }
    settings = next;
  }

  /**
   * Brings it in line with a configuration, in one transaction: a reload is whole or not at all.
   *
   * @param watches names in the order of the config: of two that find the same scope the first has
   *     it. A watch that is not among them is forgotten, and so is a discovery that no watch needs;
   *     the scopes of such a watch may be taken by whichever finds them next
   * @param channels names. A new one begins with everything that fires now, under the original
   *     event ids, and then gets what follows; the first start of all begins with the first event.
   *     One that was removed has its open deliveries discarded with that reason
   * @param rules the rules of expiry as text. If they are not those of the last start, everything
   *     is decided anew at the next minute: the stored moments belong to the old rules
   */
  public void applyConfig(List<String> watches, Set<String> channels, String rules, Instant now) {
    var names = Set.copyOf(channels);
    var kept = List.copyOf(watches);
    database.change(
        "compose",
        session -> {
          WatchRows.retainOnly(session, kept);
          ChannelRows.configure(session, names, now);
          ScopeRows.updateRules(session, rules);
        });
  }

  /** The reading line: what was read, compared and decided. */
  public Readings readings() {
    return new Readings(database, settings);
  }

  /** The alerts: what people do to them, and why they are as they are. */
  public Alerts alerts() {
    return new Alerts(database);
  }

  /** What is watched, and what is due. */
  public Scopes scopes() {
    return new Scopes(database);
  }

  /** The compose and delivery lines. */
  public Outbox outbox() {
    return new Outbox(database);
  }

  /** What is not to be told for a while. */
  public Silences silences() {
    return new Silences(database);
  }

  /** Questions of commands and pages. Never called per scrape. */
  public Inventory inventory() {
    return new Inventory(database);
  }

  /** What commands ask of a running daemon. */
  public Requests requests() {
    return new Requests(database);
  }

  /** Size of the database with its write-ahead log, in bytes. Asks the file system only. */
  public long size() {
    var file = settings.file();
    return length(file) + length(file.resolveSibling(file.getFileName() + "-wal"));
  }

  /**
   * Why there is soon no room for a write, in one line that says what to do; empty while there is
   * enough. Asks the file system only.
   */
  public Optional<String> spaceShortage() {
    return ballast.shortage();
  }

  /** Room on the file system of the database, in bytes; empty where it cannot be asked. */
  public OptionalLong usableSpace() {
    return ballast.usableSpace();
  }

  /** What SQLite finds damaged, in its words; empty while it is whole. Reads all of the file. */
  public Optional<String> damage() {
    return database
        .read("query", session -> session.first("PRAGMA quick_check(1)", ResultRow::text))
        .filter(said -> !said.equals("ok"));
  }

  /** Whether a write is accepted right now; throws {@link StoreException} where not. */
  public void checkWritable() {
    database.change(
        "query",
        session ->
            session.update(
                "INSERT INTO meta VALUES ('checks', '1') ON CONFLICT DO UPDATE"
                    + " SET value = CAST(value AS INTEGER) + 1"));
  }

  /**
   * A number that changes when somebody else, such as a command in another process, has written;
   * not by writes of this store. Cheap enough to ask each second; does not wait for a writer.
   */
  public long dataVersion() {
    return database.dataVersion();
  }

  private static Session migrated(Path file) {
    return opened(file, session -> Schema.migrate(file, session));
  }

  private static Session checked(Path file) {
    return opened(file, session -> Schema.check(file, session));
  }

  private static Session opened(Path file, Database.TransactionAction schema) {
    Session session = null;
    boolean good = false;
    try {
      session = Sqlite.writer(file);
      schema.run(session);
      good = true;
      return session;
    } catch (SQLException e) {
      throw Sqlite.toStoreException(file, e);
    } finally {
      if (session != null && !good) {
        Database.closeQuietly(session);
      }
    }
  }

  private static void requireFolder(Path file) {
    var folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new StoreException(
          "%s: its folder does not exist; create %s for the user who runs certvigil"
              .formatted(file, folder));
    }
    if (!Files.isWritable(folder)) {
      throw new StoreException(
          "%s: its folder cannot be written; give %s to the user who runs certvigil"
              .formatted(file, folder));
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw new StoreException(
          "%s cannot be written: give it to the user who runs certvigil".formatted(file));
    }
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // not there yet, or no more: the log comes and goes
    }
  }

  @Override
  public void close() {
    try {
      database.close();
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }
}

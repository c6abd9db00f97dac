package io.certvigil.store.sqlite;

import io.certvigil.store.failure.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Checks, before SQLite opens them, that a database file and its log are of one store at one time.
 * SQLite applies whatever log it finds next to a file and so damages both. Nothing is changed.
 */
public final class StoreFiles {
  /** Each query finds a row if parts of the database are of different times. */
  private static final List<Contradiction> CONTRADICTIONS =
      List.of(
          new Contradiction(
              "a channel has seen events that are not there",
              "SELECT 1 FROM channel WHERE mark > (SELECT coalesce(max(seq), 0) FROM"
                  + " sqlite_sequence WHERE name = 'event')"),
          new Contradiction(
              "events were counted that are not there",
              "SELECT 1 FROM meta WHERE name = 'unrouted' AND CAST(value AS INTEGER) >"
                  + " (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'event')"),
          new Contradiction(
              "the newest event is newer than its sequence",
              "SELECT 1 WHERE (SELECT max(position) FROM event) > (SELECT coalesce(max(seq), 0)"
                  + " FROM sqlite_sequence WHERE name = 'event')"),
          new Contradiction(
              "the newest delivery is newer than its sequence",
              "SELECT 1 WHERE (SELECT max(id) FROM delivery) > (SELECT coalesce(max(seq), 0) FROM"
                  + " sqlite_sequence WHERE name = 'delivery')"),
          new Contradiction(
              "a delivery is missing",
              "SELECT 1 FROM delivery_event x WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE"
                  + " d.id = x.delivery) LIMIT 1"),
          new Contradiction(
              "a queued delivery is missing or closed",
              "SELECT 1 FROM queue q WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE d.id ="
                  + " q.delivery AND d.closed_at IS NULL) LIMIT 1"),
          new Contradiction(
              "a firing alert has no event",
              "SELECT 1 FROM alert a WHERE a.state = 'firing' AND NOT EXISTS (SELECT 1 FROM event"
                  + " e WHERE e.alert_key = a.key AND e.incarnation = a.incarnation) LIMIT 1"));

  private static final String LOG_MISSING =
      "the store was not closed by the daemon that used it last, and its log (certvigil.db-wal) is"
          + " missing: what was stored after the last checkpoint may be lost; it is read and"
          + " decided again, so alerts may be sent a second time. Restore a backup if you have a"
          + " newer one";

  private final Path file;
  private final WriteAheadLog log;

  private StoreFiles(Path file) {
    this.file = file;
    this.log = WriteAheadLog.of(file);
  }

  /** What cannot be the state of a store at one time, and the query that finds it. */
  private record Contradiction(String what, String query) {}

  /**
   * Checks everything that can be told apart. Reads the whole file if the log was left behind by a
   * daemon that did not stop cleanly, or is missing.
   *
   * @return what an operator must know although the store can be used; empty if there is nothing
   * @throws StoreException if the files do not belong together, or are damaged; the message gives
   *     the commands that repair it
   */
  public static Optional<String> check(Path file) {
    return new StoreFiles(file).check(true);
  }

  /**
   * As {@link #check}, but only whether the log belongs to the file, and nothing while a daemon
   * runs, which has checked it.
   */
  public static void checkForCommand(Path file) {
    if (!mayBeHeld(file)) {
      new StoreFiles(file).check(false);
    }
  }

  private static boolean mayBeHeld(Path file) {
    try {
      return DaemonLock.isHeld(file);
    } catch (StoreException e) {
      return true; // this user may not know
    }
  }

  /**
   * Whether a daemon that was killed left this log, whose content SQLite puts into the file when
   * the next program opens both.
   */
  public static boolean isLeftOver(Path file) {
    return WriteAheadLog.of(file).exists() && !mayBeHeld(file);
  }

  /** Checks a file that has no log: a backup before it gets its name, or before it is used. */
  public static void checkCopy(Path copy) {
    try (var session = Sqlite.immutable(copy)) {
      requireIntact(copy, session, "use another backup");
    }
  }

  private Optional<String> check(boolean everything) {
    if (size() == 0) {
      requireNoLog();
      return Optional.empty();
    }
    if (log.size() > 0) {
      requireWholeLog();
      requireStampOfLog();
    }
    try (var session = log.size() > 0 ? Sqlite.readOnly(file) : Sqlite.immutable(file)) {
      return everything ? check(session) : Optional.empty();
    }
  }

  private Optional<String> check(Session session) {
    if (!session.any("SELECT 1 FROM sqlite_master")) {
      throw new StoreException(
          "%1$s holds no tables: it was copied from a running daemon without its log. Restore a backup: certvigil restore BACKUP; or start with an empty store: mv %1$s %1$s.unused"
              .formatted(file));
    }
    if (session.number("PRAGMA application_id") != Sqlite.APPLICATION
        || session.number("PRAGMA user_version") == 0) {
      return Optional.empty(); // the schema is checked later and gives the reason
    }
    boolean logMissing = !log.exists() && LogStamps.isOpen(session);
    var remedy =
        "restore a backup: certvigil restore BACKUP; or start with an empty store: mv %1$s %1$s.unused; mv %1$s-wal %1$s-wal.unused"
            .formatted(file);
    if (log.size() > 0 || logMissing) {
      requireIntact(file, session, remedy);
    } else {
      requireConsistent(file, session, remedy);
    }
    return logMissing ? Optional.of(LOG_MISSING) : Optional.empty();
  }

  private void requireNoLog() {
    if (log.size() > 0) {
      throw new StoreException(
          "%1$s is missing, but its log %1$s-wal is there. Put the file back that belongs to it, or restore a backup: certvigil restore BACKUP; or start with an empty store: mv %1$s-wal %1$s-wal.unused"
              .formatted(file));
    }
  }

  private void requireWholeLog() {
    int lost = log.transactionsBehindDamage();
    if (lost > 1) {
      throw new StoreException(
          "%1$s-wal is damaged, and SQLite would drop the %2$d transactions behind the damage. Restore a backup: certvigil restore BACKUP; or start without the log and lose all that is in it: mv %1$s-wal %1$s-wal.damaged"
              .formatted(file, lost));
    }
  }

  private void requireStampOfLog() {
    String stamp;
    try {
      stamp = LogStamps.lastInFile(file);
    } catch (StoreException e) {
      return; // a checkpoint was interrupted: only together with its log the file is whole
    }
    var chain = chainOfLog();
    boolean unstamped = chain.isEmpty() && stamp.equals(LogStamps.last(chain));
    if (!unstamped && !chain.contains(stamp)) {
      throw new StoreException(
          "%1$s and its log %1$s-wal are of different times, because one of them was copied or restored without the other; nothing was changed. Start with the file alone: mv %1$s-wal %1$s-wal.unused; rm -f %1$s-shm; or restore a backup: certvigil restore BACKUP"
              .formatted(file));
    }
  }

  /** Empty if there are no stamps, or if the log makes a readable file unreadable. */
  private List<String> chainOfLog() {
    try (var session = Sqlite.readOnly(file)) {
      return LogStamps.chain(session);
    } catch (StoreException e) {
      if (Sqlite.diskError(e) == Sqlite.DiskError.OTHER) {
        return List.of();
      }
      throw e;
    }
  }

  private static void requireIntact(Path file, Session session, String remedy) {
    var damage = session.first("PRAGMA integrity_check(1)", ResultRow::text).orElse("no answer");
    if (!damage.equals("ok")) {
      throw new StoreException(
          "%s is damaged (%s): %s".formatted(file, damage.replaceAll("\\s+", " "), remedy));
    }
    requireConsistent(file, session, remedy);
  }

  private static void requireConsistent(Path file, Session session, String remedy) {
    for (var contradiction : CONTRADICTIONS) {
      if (session.any(contradiction.query())) {
        throw new StoreException(
            "%s contains parts of different times (%s): %s"
                .formatted(file, contradiction.what(), remedy));
      }
    }
  }

  private long size() {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new StoreException(file + " cannot be read (" + e.getMessage() + ")", e);
    }
  }
}

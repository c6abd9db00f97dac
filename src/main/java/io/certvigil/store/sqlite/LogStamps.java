package io.certvigil.store.sqlite;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * Random stamps that show whether a database file and a write-ahead log belong together; SQLite
 * applies any log to any file. Table {@code stamp} has one row with a chain of stamps: first the
 * one that the file had when the current log began, then those written to the log since. A file
 * belongs to a log if the last stamp of the file is one of the chain that the log contains.
 *
 * <p>A stamp is written at the creation, at the first write of each process, and before and after
 * each checkpoint. The table is not part of the numbered schema, because a restored file of an
 * older version must get it too.
 */
final class LogStamps {
  /** Stands for the state of a file that has no stamp yet. */
  private static final String NONE = "-";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 8;

  private LogStamps() {}

  /** Adds the table to a database that has none, in a transaction of its own. */
  static void createIfMissing(Session session) {
    if (exists(session)) {
      return;
    }
    session.execute(Sqlite.BEGIN);
    session.execute(
        "CREATE TABLE stamp (id INTEGER PRIMARY KEY CHECK (id = 1), chain TEXT NOT NULL,"
            + " open INTEGER NOT NULL)");
    session.execute("INSERT INTO stamp VALUES (1, '" + NONE + "', 0)");
    session.execute(Sqlite.COMMIT);
  }

  static boolean exists(Session session) {
    return session.any("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'stamp'");
  }

  /** The chain; empty if the database has no stamps. */
  static List<String> chain(Session session) {
    if (!exists(session)) {
      return List.of();
    }
    return session
        .first("SELECT chain FROM stamp", ResultRow::text)
        .map(words -> List.of(words.split(" ", -1)))
        .orElse(List.of());
  }

  /** The last stamp of a chain. */
  static String last(List<String> chain) {
    return chain.isEmpty() ? NONE : chain.getLast();
  }

  /** Adds a stamp; to be called in a write transaction. */
  static void add(Session session, boolean newLog) {
    var chain = chain(session);
    var kept = newLog ? last(chain) : String.join(" ", chain);
    session.update("UPDATE stamp SET chain = ?", kept + " " + random());
  }

  /** Begins a new chain, for a copy that has no log. */
  static void restart(Session session) {
    session.update("UPDATE stamp SET chain = ?, open = 0", random());
  }

  /**
   * Whether the file is as a daemon left it that did not close it, so that it must have a log.
   *
   * @param session reads the file
   */
  static boolean isOpen(Session session) {
    return exists(session) && session.any("SELECT 1 FROM stamp WHERE open = 1");
  }

  static void markOpen(Session session, boolean open) {
    session.update("UPDATE stamp SET open = ? WHERE open <> ?", open, open);
  }

  /** The last stamp in the file itself, without its log. */
  static String lastInFile(Path file) {
    try (var session = Sqlite.immutable(file)) {
      return last(chain(session));
    }
  }

  private static String random() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}

package io.certvigil.store.sqlite;

import io.certvigil.store.failure.StoreException;
import java.nio.file.Path;

/**
 * Copies the write-ahead log into the database file when it has grown, and stamps both. SQLite's
 * automatic checkpoints are off, because a log that begins anew must begin with a stamp. For the
 * thread that may write.
 */
final class Checkpointer {
  private static final String SIZE = "certvigil.checkpoint_bytes";
  private static final long DEFAULT_SIZE = 4L << 20;

  private final WriteAheadLog log;
  private final Session writer;
  private final long size = Long.getLong(SIZE, DEFAULT_SIZE);
  private long runAt = size;
  private boolean stamped;

  Checkpointer(Path file, Session writer) {
    this.log = WriteAheadLog.of(file);
    this.writer = writer;
  }

  /** In a write transaction: the first one of this process adds a stamp. */
  void stampOnce() {
    if (!stamped && LogStamps.exists(writer)) {
      LogStamps.add(writer, log.size() == 0);
    }
  }

  /** A write transaction was committed. */
  void committed() {
    stamped = true;
  }

  /** Outside a transaction: copies a log that has grown. */
  void runIfLarge() {
    if (log.size() >= runAt) {
      run();
    }
  }

  /**
   * Outside a transaction: copies the log. Waits for no reader; one that still uses the log makes
   * the log grow on until the next attempt. Failures, as on a full disk, are left to that attempt
   * too: what is committed is safe in the log.
   */
  void run() {
    try {
      stampIfRoom(false);
      if (truncated()) {
        stampIfRoom(true);
      }
    } catch (StoreException e) {
      writer.closeStatements();
    }
    runAt = log.size() + size;
  }

  /** On a full disk the log cannot take the stamp, but must be copied all the more. */
  private void stampIfRoom(boolean newLog) {
    try {
      stamp(newLog);
    } catch (StoreException e) {
      if (Sqlite.diskError(e) == Sqlite.DiskError.OTHER) {
        throw e;
      }
      writer.closeStatements();
    }
  }

  private void stamp(boolean newLog) {
    if (!LogStamps.exists(writer)) {
      return;
    }
    writer.execute(Sqlite.BEGIN);
    boolean committed = false;
    try {
      LogStamps.add(writer, newLog);
      writer.execute(Sqlite.COMMIT);
      committed = true;
    } finally {
      if (!committed) {
        writer.rollBack();
      }
    }
  }

  private boolean truncated() {
    writer.execute("PRAGMA busy_timeout = 0");
    try {
      return writer.number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
    } finally {
      writer.closeStatements();
      writer.execute("PRAGMA busy_timeout = " + Sqlite.BUSY_MILLIS);
    }
  }
}

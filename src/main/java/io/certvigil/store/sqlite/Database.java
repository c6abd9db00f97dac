package io.certvigil.store.sqlite;

import io.certvigil.store.failure.CrashPoint;
import io.certvigil.store.failure.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * One writing connection, taken in turns, and a few reading ones beside it. Every use is one
 * transaction; any thread may call.
 */
public final class Database implements AutoCloseable {
  private static final int IDLE_READERS = 4;

  private final Path file;
  private final Session writer;
  private final StoreMeters meters;
  private final Ballast ballast;
  private final WriterQueue turns = new WriterQueue();
  private final ConcurrentLinkedDeque<Session> readers = new ConcurrentLinkedDeque<>();
  private volatile long foreignWrites;
  private volatile boolean closed;

  public Database(Path file, Session writer, StoreMeters meters, Ballast ballast) {
    this.file = file;
    this.writer = writer;
    this.meters = meters;
    this.ballast = ballast;
  }

  /** What is done within a transaction. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T in(Session session) throws SQLException;
  }

  /** What is done within a transaction and answers nothing. */
  @FunctionalInterface
  public interface Act {
    void in(Session session) throws SQLException;
  }

  /** All or nothing. */
  public <T extends @Nullable Object> T write(String operation, Work<T> work) {
    return meters.timed(
        operation,
        () -> {
          turns.enter();
          return turn(operation, work);
        });
  }

  public void change(String operation, Act act) {
    this.<@Nullable Object>write(operation, none(act));
  }

  /** As {@link #write}, before everybody else who waits to write. */
  public <T extends @Nullable Object> T first(String operation, Work<T> work) {
    return meters.timed(
        operation,
        () -> {
          turns.enterFirst();
          return turn(operation, work);
        });
  }

  public void changeFirst(String operation, Act act) {
    this.<@Nullable Object>first(operation, none(act));
  }

  /** One picture of the database from begin to end, beside any writer. */
  public <T extends @Nullable Object> T read(String operation, Work<T> work) {
    return meters.timed(operation, () -> snapshot(work));
  }

  public void look(String operation, Act act) {
    this.<@Nullable Object>read(operation, none(act));
  }

  /**
   * Changes whenever another process (or another store of this one) has written; not by writes of
   * this one. While somebody writes here, the last answer.
   */
  public long foreignWrites() {
    if (turns.tryEnter()) {
      try {
        foreignWrites = writer.number("PRAGMA data_version");
      } catch (SQLException e) {
        throw failed(e);
      } finally {
        turns.leave();
      }
    }
    return foreignWrites;
  }

  public Path file() {
    return file;
  }

  private static Work<@Nullable Object> none(Act act) {
    return session -> {
      act.in(session);
      return null;
    };
  }

  private <T extends @Nullable Object> T turn(String operation, Work<T> work) {
    T result;
    try {
      result = relieved(operation, work);
    } finally {
      turns.leave();
    }
    ballast.tend();
    return result;
  }

  /** On a full disk once more, with the room that the ballast took. */
  private <T extends @Nullable Object> T relieved(String operation, Work<T> work) {
    try {
      return transaction(operation, work);
    } catch (SQLException e) {
      if (!ballast.relieves(Sqlite.trouble(e))) {
        throw failed(e);
      }
    }
    try {
      return transaction(operation, work);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private <T extends @Nullable Object> T transaction(String operation, Work<T> work)
      throws SQLException {
    boolean committed = false;
    try {
      refuseClosed();
      writer.execute(Sqlite.BEGIN);
      writer.nextOrder();
      T result = work.in(writer);
      CrashPoint.here(operation + ".inside");
      writer.execute(Sqlite.COMMIT);
      committed = true;
      return result;
    } finally {
      if (!committed) {
        rollBack();
      }
    }
  }

  private void rollBack() {
    writer.forgetStatements();
    try {
      writer.execute(Sqlite.ROLLBACK);
    } catch (SQLException e) {
      // None was open, or SQLite has rolled back by itself, as it does on a full disk.
      writer.forgetStatements();
    }
  }

  private <T extends @Nullable Object> T snapshot(Work<T> work) {
    refuseClosed();
    Session reader = null;
    boolean whole = false;
    try {
      reader = readers.poll();
      reader = reader == null ? Sqlite.reader(file) : reader;
      reader.execute("BEGIN");
      T result = work.in(reader);
      reader.execute(Sqlite.COMMIT);
      whole = true;
      return result;
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      if (reader != null) {
        giveBack(reader, whole);
      }
    }
  }

  private void giveBack(Session reader, boolean whole) {
    if (whole && !closed && readers.size() < IDLE_READERS) {
      readers.push(reader);
    } else {
      quietly(reader);
    }
  }

  private void refuseClosed() {
    if (closed) {
      throw new StoreException(file + " is closed: the program is stopping");
    }
  }

  private StoreException failed(SQLException e) {
    return Sqlite.explain(file, e);
  }

  @Override
  public void close() {
    turns.enter();
    try {
      closed = true;
      for (var reader = readers.poll(); reader != null; reader = readers.poll()) {
        quietly(reader);
      }
      quietly(writer);
    } finally {
      turns.leave();
    }
  }

  public static void quietly(Session session) {
    try {
      session.close();
    } catch (SQLException e) {
      // Nothing depends on it: what was committed is on the disk.
      session.forgetStatements();
    }
  }
}

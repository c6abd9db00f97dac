package io.certvigil.store.sqlite;

import io.certvigil.store.failure.CrashPoint;
import io.certvigil.store.failure.ReadLimit;
import io.certvigil.store.failure.StoreException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One write connection, used by one thread at a time, and several read connections. Every call is
 * one transaction and may come from any thread.
 */
public final class Database implements AutoCloseable {
  private static final int IDLE_READERS = 4;

  private final Path file;
  private final Session writer;
  private final StoreMeters meters;
  private final Ballast ballast;
  private final Checkpointer checkpointer;
  private final WriterQueue writerQueue = new WriterQueue();
  private final ConcurrentLinkedDeque<Session> readers = new ConcurrentLinkedDeque<>();
  private final AtomicLong commits = new AtomicLong();
  private volatile long dataVersion;
  private volatile boolean closed;

  public Database(Path file, Session writer, StoreMeters meters, Ballast ballast) {
    this.file = file;
    this.writer = writer;
    this.meters = meters;
    this.ballast = ballast;
    this.checkpointer = new Checkpointer(file, writer);
  }

  /**
   * Runs the work in a write transaction, which is committed if it returns and rolled back if it
   * throws.
   */
  public <T extends @Nullable Object> T write(String operation, Function<Session, T> work) {
    return write(operation, writerQueue::acquire, work);
  }

  /** As {@link #write}, with priority over all other waiting writers. */
  public <T extends @Nullable Object> T writeFirst(String operation, Function<Session, T> work) {
    return write(operation, writerQueue::acquireFirst, work);
  }

  /** As {@link #write}, without a result. */
  public void change(String operation, Consumer<Session> act) {
    this.<@Nullable Object>write(operation, withoutResult(act));
  }

  /** Runs the work in a read transaction: one consistent snapshot, concurrent with any writer. */
  public <T extends @Nullable Object> T read(String operation, Function<Session, T> work) {
    return meters.timed(operation, () -> snapshot(work));
  }

  public void scan(String operation, Consumer<Session> act) {
    this.<@Nullable Object>read(operation, withoutResult(act));
  }

  /** One statement as a write transaction; returns how many rows were changed. */
  public int update(String operation, String sql, @Nullable Object... values) {
    return write(operation, session -> session.update(sql, values));
  }

  /** One query as a read transaction. */
  public <T> List<T> list(
      String operation, String sql, Function<ResultRow, T> shape, @Nullable Object... values) {
    return read(operation, session -> session.list(sql, shape, values));
  }

  /** The first row of one query as a read transaction. */
  public <T> Optional<T> first(
      String operation, String sql, Function<ResultRow, T> shape, @Nullable Object... values) {
    return read(operation, session -> session.first(sql, shape, values));
  }

  /** Whether one query, as a read transaction, returns a row. */
  public boolean any(String operation, String sql, @Nullable Object... values) {
    return read(operation, session -> session.any(sql, values));
  }

  /**
   * A number that changes when another process (or another store of this process) has written;
   * writes of this store do not change it. While a write is running, the last value.
   */
  public long dataVersion() {
    if (writerQueue.tryAcquire()) {
      try {
        dataVersion = writer.number("PRAGMA data_version");
      } finally {
        writerQueue.release();
      }
    }
    return dataVersion;
  }

  /**
   * Marks that a daemon uses the file from now on, and brings the file up to date, so that a copy
   * of the file alone contains all up to here.
   */
  public void begin() {
    change("query", session -> LogStamps.markOpen(session, true));
    writerQueue.acquire();
    try {
      checkpointer.run();
    } finally {
      writerQueue.release();
    }
  }

  /** Marks that no daemon uses the file any more; does nothing if this is closed. */
  public void end() {
    if (!closed) {
      change("query", session -> LogStamps.markOpen(session, false));
    }
  }

  /**
   * A number that has grown if anything was written, by this store or another process. While a
   * write is running, it may be the number from before.
   */
  public long changeCount() {
    return commits.get() + dataVersion();
  }

  public Path file() {
    return file;
  }

  private static Function<Session, @Nullable Object> withoutResult(Consumer<Session> act) {
    return session -> {
      act.accept(session);
      return null;
    };
  }

  private <T extends @Nullable Object> T write(
      String operation, Runnable acquire, Function<Session, T> work) {
    return meters.timed(
        operation,
        () -> {
          acquire.run();
          T result;
          try {
            result = withReserveReleased(operation, work);
            checkpointer.runIfLarge();
          } finally {
            writerQueue.release();
          }
          ballast.restoreIfRoom();
          return result;
        });
  }

  /** On a full disk, deletes the ballast and runs the transaction a second time. */
  private <T extends @Nullable Object> T withReserveReleased(
      String operation, Function<Session, T> work) {
    try {
      return transaction(operation, work);
    } catch (StoreException e) {
      if (!ballast.releaseFor(Sqlite.diskError(e))) {
        throw e;
      }
    }
    return transaction(operation, work);
  }

  private <T extends @Nullable Object> T transaction(String operation, Function<Session, T> work) {
    boolean committed = false;
    try {
      requireOpen();
      writer.execute(Sqlite.BEGIN);
      writer.beginTransactionNumber();
      checkpointer.stampOnce();
      T result = work.apply(writer);
      CrashPoint.reached(operation + ".inside");
      writer.execute(Sqlite.COMMIT);
      committed = true;
      checkpointer.committed();
      commits.incrementAndGet();
      return result;
    } finally {
      if (!committed) {
        writer.rollBack();
      }
    }
  }

  private <T extends @Nullable Object> T snapshot(Function<Session, T> work) {
    requireOpen();
    var idle = readers.poll();
    var reader = idle == null ? Sqlite.reader(file) : idle;
    boolean whole = false;
    try {
      reader.beginReadLimit();
      reader.execute("BEGIN");
      T result = work.apply(reader);
      reader.execute(Sqlite.COMMIT);
      reader.endReadLimit();
      whole = true;
      return result;
    } catch (StoreException e) {
      ReadLimit.current().run(); // if this throws, the query was interrupted for that reason
      throw e;
    } finally {
      returnReader(reader, whole);
    }
  }

  private void returnReader(Session reader, boolean whole) {
    if (whole && !closed && readers.size() < IDLE_READERS) {
      readers.push(reader);
    } else {
      reader.close();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreException(file + " is closed: the program is stopping");
    }
  }

  @Override
  public void close() {
    writerQueue.acquire();
    try {
      closed = true;
      for (var reader = readers.poll(); reader != null; reader = readers.poll()) {
        reader.close();
      }
      writer.close();
    } finally {
      writerQueue.release();
    }
  }
}

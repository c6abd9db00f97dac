package io.certvigil.store.sqlite;

import io.certvigil.store.failure.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The SQLite dialect: how a file is opened, how a write transaction begins, and what the error
 * codes mean.
 */
public final class Sqlite {
  static final String BEGIN = "BEGIN IMMEDIATE";
  static final String COMMIT = "COMMIT";
  static final String ROLLBACK = "ROLLBACK";

  /** The application id in the file header that identifies databases of this program: "CVGL". */
  static final int APPLICATION = 0x4356474c;

  private static final int WRITER_CACHE_KIB = 16 * 1024;
  private static final int READER_CACHE_KIB = 2 * 1024;
  static final int BUSY_MILLIS = 5_000;

  private Sqlite() {}

  /**
   * Opens a write connection. Committed data survives a power failure: write-ahead log, synced at
   * each commit.
   */
  public static Session writer(Path file) {
    var session = connect(file);
    session.execute("PRAGMA journal_mode = WAL");
    session.execute("PRAGMA synchronous = FULL");
    session.execute("PRAGMA cache_size = -" + WRITER_CACHE_KIB);
    session.execute("PRAGMA journal_size_limit = 67108864");
    session.execute("PRAGMA wal_autocheckpoint = 0"); // see Checkpointer
    return session;
  }

  /** Opens a file with its log and never changes either, not even when it is closed. */
  static Session readOnly(Path file) {
    return connect(file, file.toUri() + "?mode=ro");
  }

  /** Opens the file alone, without its log, and never changes it. Nobody may write to it. */
  static Session immutable(Path file) {
    return connect(file, file.toUri() + "?immutable=1");
  }

  /** Opens a connection that can copy the database; it changes nothing. */
  static Session copier(Path file) {
    return connect(file);
  }

  public static Session reader(Path file) {
    var session = connect(file);
    session.execute("PRAGMA query_only = ON");
    session.execute("PRAGMA cache_size = -" + READER_CACHE_KIB);
    return session;
  }

  private static Session connect(Path file) {
    return connect(file, file.toString());
  }

  private static Session connect(Path file, String address) {
    try {
      var session = new Session(file, DriverManager.getConnection("jdbc:sqlite:" + address));
      session.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
      session.execute("PRAGMA temp_store = MEMORY");
      return session;
    } catch (SQLException e) {
      throw toStoreException(file, e);
    }
  }

  /**
   * The version of the native library, from itself: the driver's version is another one.
   *
   * @throws StoreException if the library cannot be loaded
   */
  public static String version() {
    try (var connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT sqlite_version()")) {
      return rows.getString(1);
    } catch (SQLException e) {
      throw new StoreException("SQLite cannot be loaded [" + oneLine(e) + "]", e);
    }
  }

  /**
   * Creates the file with restricted permissions from the start, so that it is never readable by
   * everyone.
   */
  public static void create(Path file) {
    try {
      if (Files.getFileStore(file.toAbsolutePath().getParent())
          .supportsFileAttributeView("posix")) {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PrivateFiles.MODE));
      } else {
        Files.createFile(file);
      }
    } catch (IOException e) {
      throw new StoreException(
          "%s cannot be created (%s): make its folder writable for the user who runs certvigil"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** An exception with a message of one line that names the file and says what to do. */
  static StoreException toStoreException(Path file, SQLException e) {
    return new StoreException(file + " " + advice(file, code(e)) + " [" + oneLine(e) + "]", e);
  }

  /** What an error says about disk space. */
  enum DiskError {
    FULL,
    /** An I/O error or a file that cannot be opened; may be caused by a full disk. */
    DISK,
    OTHER
  }

  static DiskError diskError(StoreException e) {
    if (!(e.getCause() instanceof SQLException cause)) {
      return DiskError.OTHER;
    }
    return switch (code(cause)) {
      case SQLITE_FULL -> DiskError.FULL;
      case SQLITE_IOERR, SQLITE_CANTOPEN -> DiskError.DISK;
      default -> DiskError.OTHER;
    };
  }

  private static SQLiteErrorCode code(SQLException e) {
    // The lowest byte of an extended code is the primary code.
    int code = e instanceof SQLiteException own ? own.getResultCode().code : e.getErrorCode();
    return SQLiteErrorCode.getErrorCode(code & 0xff);
  }

  private static String advice(Path file, SQLiteErrorCode code) {
    return switch (code) {
      case SQLITE_BUSY, SQLITE_LOCKED ->
          "was locked by another process for more than 5 s: stop that process, then retry";
      case SQLITE_FULL -> "cannot grow: free space on its file system";
      case SQLITE_READONLY, SQLITE_PERM -> "cannot be written: " + WriteAccess.advice(file);
      case SQLITE_CANTOPEN ->
          "cannot be opened: check that its folder exists and that you may read and write it";
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          "is damaged: restore a backup, or move the file away to start with an empty database";
      case SQLITE_IOERR -> "cannot be read or written: check the disk and its free space";
      default -> "failed: see the reason, then retry";
    };
  }

  private static String oneLine(SQLException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
  }
}

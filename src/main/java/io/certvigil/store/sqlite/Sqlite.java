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

/** What is SQLite's own: how it is opened, how a write begins, what its errors mean. */
public final class Sqlite {
  static final String BEGIN = "BEGIN IMMEDIATE";
  static final String COMMIT = "COMMIT";
  static final String ROLLBACK = "ROLLBACK";

  /** Tells this program's databases from others', in the file itself: "CVGL". */
  static final int APPLICATION = 0x4356474c;

  private static final int WRITER_CACHE_KIB = 16 * 1024;
  private static final int READER_CACHE_KIB = 2 * 1024;
  private static final int BUSY_MILLIS = 5_000;

  private Sqlite() {}

  /** Durable through a power cut: write-ahead log, and each commit reaches the disk. */
  public static Session writer(Path file) throws SQLException {
    var session = connect(file);
    session.execute("PRAGMA journal_mode = WAL");
    session.execute("PRAGMA synchronous = FULL");
    session.execute("PRAGMA cache_size = -" + WRITER_CACHE_KIB);
    session.execute("PRAGMA journal_size_limit = 67108864");
    return session;
  }

  public static Session reader(Path file) throws SQLException {
    var session = connect(file);
    session.execute("PRAGMA query_only = ON");
    session.execute("PRAGMA cache_size = -" + READER_CACHE_KIB);
    return session;
  }

  private static Session connect(Path file) throws SQLException {
    var session = new Session(DriverManager.getConnection("jdbc:sqlite:" + file));
    session.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
    session.execute("PRAGMA temp_store = MEMORY");
    return session;
  }

  /** Creates the file, so that it is never readable for everyone, not even for a moment. */
  public static void create(Path file) {
    try {
      if (Files.getFileStore(file.toAbsolutePath().getParent())
          .supportsFileAttributeView("posix")) {
        var mode = PosixFilePermissions.fromString("rw-r-----");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
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

  /** One line that names the file and says what to do. */
  public static StoreException toStoreException(Path file, SQLException e) {
    return new StoreException(file + " " + advice(code(e)) + " [" + oneLine(e) + "]", e);
  }

  /** What an error says about the room on the disk. */
  enum DiskError {
    FULL,
    /** The disk or a file on it, which may be for want of room. */
    DISK,
    OTHER
  }

  static DiskError diskError(SQLException e) {
    return switch (code(e)) {
      case SQLITE_FULL -> DiskError.FULL;
      case SQLITE_IOERR, SQLITE_CANTOPEN -> DiskError.DISK;
      default -> DiskError.OTHER;
    };
  }

  private static SQLiteErrorCode code(SQLException e) {
    // Extended codes carry the plain one in their lowest byte.
    int code = e instanceof SQLiteException own ? own.getResultCode().code : e.getErrorCode();
    return SQLiteErrorCode.getErrorCode(code & 0xff);
  }

  private static String advice(SQLiteErrorCode code) {
    return switch (code) {
      case SQLITE_BUSY, SQLITE_LOCKED ->
          "is held by another process for more than 5 s: end what holds it, then try again";
      case SQLITE_FULL -> "cannot grow: make room on its file system";
      case SQLITE_READONLY, SQLITE_PERM ->
          "cannot be written: give it and its folder to the user who runs certvigil";
      case SQLITE_CANTOPEN ->
          "cannot be opened: check that its folder exists and that you may read and write it";
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          "is damaged: put a backup in its place, or move it away to start anew";
      case SQLITE_IOERR -> "cannot be read or written: check the disk and its room";
      default -> "failed: see the reason, then try again";
    };
  }

  private static String oneLine(SQLException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
  }
}

package io.certvigil.store.sqlite;

import io.certvigil.store.failure.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Creates, copies and replaces whole database files, so that no name ever stands for a part. */
public final class DatabaseFile {
  private DatabaseFile() {}

  /**
   * Creates a database with the current schema. It gets its name when it is complete, so that a
   * file without tables can only be an incomplete copy.
   */
  public static void create(Path file) {
    var part = WriteAheadLog.sibling(file, ".new");
    run(file, () -> deleteAll(part));
    Sqlite.create(part);
    try (var session = Sqlite.writer(part)) {
      Schema.migrate(part, session);
    }
    replace(part, file);
  }

  /**
   * Writes a consistent copy of a database, also while others write to it, and verifies it. The
   * copy has no log.
   *
   * @param part the copy; deleted if this fails, and if it was there before
   * @param edit changes the copy before it is verified
   */
  public static void copy(Path from, Path part, Consumer<Session> edit) {
    copy(() -> Sqlite.readOnly(from), from, part, edit);
  }

  /** As {@link #copy}, of a file that nobody uses; works in a folder that cannot be written. */
  public static void copyUnused(Path from, Path part, Consumer<Session> edit) {
    boolean alone = WriteAheadLog.of(from).size() == 0;
    copy(() -> alone ? Sqlite.immutable(from) : Sqlite.readOnly(from), from, part, edit);
  }

  private static void copy(Supplier<Session> source, Path from, Path part, Consumer<Session> edit) {
    run(part, () -> deleteAll(part));
    boolean whole = false;
    try {
      Sqlite.create(part);
      try (var session = source.get()) {
        session.execute("VACUUM INTO '" + part.toString().replace("'", "''") + "'");
      }
      try (var session = Sqlite.copier(part)) {
        Schema.checkCopy(from, session);
        LogStamps.createIfMissing(session);
        LogStamps.restart(session);
        edit.accept(session);
      }
      StoreFiles.checkCopy(part);
      whole = true;
    } finally {
      if (!whole) {
        run(part, () -> deleteAll(part));
      }
    }
  }

  /** Gives a complete file its name at once; both are durable when this returns. */
  public static void replace(Path part, Path file) {
    run(
        file,
        () -> {
          sync(part);
          Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
          syncFolder(file);
        });
  }

  /**
   * Gives a complete file the name of a database, which is kept under another name with its log. At
   * no time is the name free, because a daemon that starts would then create an empty store.
   */
  public static void exchange(Path part, Path file, Path aside) {
    run(
        file,
        () -> {
          if (Files.exists(file)) {
            keepAs(file, aside);
          }
          for (var suffix : List.of("-wal", "-shm")) {
            var from = WriteAheadLog.sibling(file, suffix);
            if (Files.exists(from)) {
              Files.move(from, WriteAheadLog.sibling(aside, suffix));
            }
          }
        });
    replace(part, file);
  }

  private static void keepAs(Path file, Path aside) throws IOException {
    try {
      Files.createLink(aside, file);
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.move(file, aside); // a file system without links
    }
  }

  /** Gives a file the owner, group and mode of another one, as far as this user may. */
  public static void adoptOwner(Path file, Path other) {
    run(
        file,
        () -> {
          var from =
              Files.getFileAttributeView(
                  other, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
          var to = Files.getFileAttributeView(file, PosixFileAttributeView.class);
          if (from != null && to != null) {
            var wanted = from.readAttributes();
            var present = to.readAttributes();
            if (!present.owner().equals(wanted.owner())) {
              to.setOwner(wanted.owner());
            }
            if (!present.group().equals(wanted.group())) {
              to.setGroup(wanted.group());
            }
          }
        });
  }

  /** Size of a database with its write-ahead log, in bytes. Reads file sizes only. */
  public static long size(Path file) {
    return length(file) + length(WriteAheadLog.sibling(file, "-wal"));
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // the file does not exist (yet): the log is created and removed by SQLite
    }
  }

  private static void deleteAll(Path file) throws IOException {
    Files.deleteIfExists(WriteAheadLog.sibling(file, "-wal"));
    Files.deleteIfExists(WriteAheadLog.sibling(file, "-shm"));
    Files.deleteIfExists(WriteAheadLog.sibling(file, "-journal"));
    Files.deleteIfExists(file);
  }

  private static void sync(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void syncFolder(Path file) throws IOException {
    try (var folder =
        FileChannel.open(file.toAbsolutePath().resolveSibling("."), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private interface FileWork {
    void run() throws IOException;
  }

  private static void run(Path file, FileWork work) {
    try {
      work.run();
    } catch (IOException e) {
      throw new StoreException(
          "%s cannot be written (%s: %s): check its folder, its owner and the free space"
              .formatted(file, e.getClass().getSimpleName(), e.getMessage()),
          e);
    }
  }
}

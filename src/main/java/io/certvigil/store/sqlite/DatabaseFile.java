package io.certvigil.store.sqlite;

import io.certvigil.store.failure.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.function.Consumer;

/** Creates, copies and replaces whole database files, so that no name ever stands for a part. */
public final class DatabaseFile {
  private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");

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
    run(part, () -> deleteAll(part));
    boolean whole = false;
    try {
      Sqlite.create(part);
      vacuumInto(from, part);
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

  private static void vacuumInto(Path from, Path part) {
    boolean alone = WriteAheadLog.of(from).size() == 0 && !DaemonLock.isHeld(from);
    try (var session = alone ? Sqlite.immutable(from) : Sqlite.readOnly(from)) {
      session.execute("VACUUM INTO '" + part.toString().replace("'", "''") + "'");
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
   * Moves a database aside, with its log, under the same names with this suffix before theirs. The
   * file goes first: a log without its file is refused, a file without its log might not be.
   */
  public static void moveAside(Path file, Path aside) {
    run(
        file,
        () -> {
          for (var suffix : SUFFIXES) {
            var from = WriteAheadLog.sibling(file, suffix);
            if (Files.exists(from)) {
              Files.move(from, WriteAheadLog.sibling(aside, suffix));
            }
          }
          syncFolder(file);
        });
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

package io.certvigil.store.sqlite;

import io.certvigil.store.failure.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a store. Each must be a regular file of the store's owner: a link would lead the
 * program to a file of somebody else, and a pipe would stop it.
 */
public final class PrivateFiles {
  private static final Logger log = LoggerFactory.getLogger(PrivateFiles.class);

  /** What SQLite appends to the name of a database. */
  private static final List<String> SUFFIXES = List.of("", "-wal", "-shm", "-journal");

  /** Who could open a file could also lock it, and a lock on {@code -shm} stops the daemon. */
  static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /** Takes the files away from the group, which version 0.1 let read them. */
  public static void tighten(Path database) {
    var lock = database.resolveSibling(database.getFileName() + DaemonLock.SUFFIX);
    Stream.concat(ofSqlite(database), Stream.of(lock, Ballast.pathOf(database)))
        .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
        .forEach(PrivateFiles::tightenOne);
  }

  private static void tightenOne(Path file) {
    try {
      if (!Files.getPosixFilePermissions(file).equals(MODE)) {
        Files.setPosixFilePermissions(file, MODE);
      }
    } catch (IOException | UnsupportedOperationException e) {
      log.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("error", e.getMessage())
          .log("cannot make a file of the store private; run chmod 600 on it");
    }
  }

  /**
   * Checks the files that SQLite opens.
   *
   * @throws StoreException if one of them is not a regular file
   */
  public static void check(Path database) {
    ofSqlite(database).forEach(PrivateFiles::isRegular);
  }

  private static Stream<Path> ofSqlite(Path database) {
    return SUFFIXES.stream()
        .map(suffix -> database.resolveSibling(database.getFileName() + suffix));
  }

  /**
   * Whether the file exists.
   *
   * @throws StoreException if it is not a regular file, or does not belong to the owner of the
   *     folder or of the database
   */
  static boolean requireOwnFile(Path lock) {
    if (!isRegular(lock)) {
      return false;
    }
    try {
      var owner = Files.getOwner(lock, LinkOption.NOFOLLOW_LINKS);
      var database = databaseOf(lock);
      var expected = Files.getOwner(lock.getParent());
      boolean own =
          owner.equals(expected)
              || (Files.exists(database) && owner.equals(Files.getOwner(database)));
      if (!own) {
        throw new StoreException(
            "%s belongs to %s, its folder to %s: remove it, or run chown %s on it"
                .formatted(lock, owner.getName(), expected.getName(), expected.getName()));
      }
      return true;
    } catch (IOException e) {
      throw new StoreException(lock + ": its owner is unknown: " + e.getMessage(), e);
    }
  }

  private static Path databaseOf(Path lock) {
    var name = lock.getFileName().toString();
    return lock.resolveSibling(name.substring(0, name.length() - DaemonLock.SUFFIX.length()));
  }

  private static boolean isRegular(Path file) {
    try {
      var found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!found.isRegularFile()) {
        throw new StoreException(
            "%s is %s, and must be a regular file: remove it, or give store.url another file"
                .formatted(file, found.isSymbolicLink() ? "a symbolic link" : "something else"));
      }
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new StoreException(file + " cannot be examined: " + e.getMessage(), e);
    }
  }
}

package io.certvigil.store.sqlite;

import io.certvigil.store.failure.StoreException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Whether the file system lets this process write the database, and what to do if not. */
public final class WriteAccess {
  private WriteAccess() {}

  /**
   * Why the file or its folder cannot be written, in one line; empty if they can. Asks the kernel
   * without writing, so it does not wait, and also notices a file system that became read-only.
   */
  public static Optional<String> problem(Path file) {
    var folder = file.toAbsolutePath().getParent();
    boolean writable = Files.isWritable(file) && (folder == null || Files.isWritable(folder));
    return writable ? Optional.empty() : Optional.of(file + " cannot be written: " + advice(file));
  }

  /** What makes a file writable again. */
  public static String advice(Path file) {
    return isOnReadOnlyFileSystem(file)
        ? "its file system is read-only. Look for the reason (dmesg; a disk with errors becomes"
            + " read-only), then mount it writable (mount -o remount,rw); a folder outside"
            + " /var/lib/certvigil needs ReadWritePaths= in the unit"
        : "make it and its folder writable for the user who runs certvigil";
  }

  /**
   * Whether the file system of the file, or of its folder if there is no such file, is read-only.
   */
  public static boolean isOnReadOnlyFileSystem(Path file) {
    var path = Files.exists(file) ? file : file.toAbsolutePath().resolveSibling("");
    try {
      path.getFileSystem().provider().checkAccess(path, AccessMode.WRITE);
      return false;
    } catch (AccessDeniedException | NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return true; // the only other answer that the kernel has for a file that exists
    }
  }

  /**
   * Checks that a daemon can open or create the file.
   *
   * @throws StoreException if its folder is missing, or one of both is not writable
   */
  public static void require(Path file) {
    var folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new StoreException(
          "%s: its folder does not exist; create %s for the user who runs certvigil"
              .formatted(file, folder));
    }
    if (!Files.isWritable(folder)) {
      throw new StoreException(
          isOnReadOnlyFileSystem(file)
              ? "%s cannot be written: %s".formatted(file, advice(file))
              : "%s: its folder cannot be written; make %s writable for the user who runs certvigil"
                  .formatted(file, folder));
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw new StoreException(
          "%s cannot be written: make it writable for the user who runs certvigil".formatted(file));
    }
  }

  /**
   * Checks that a command can open the file, which only the owner and root may.
   *
   * @throws StoreException if it does not exist, or this user may not read and write it
   */
  public static void requireOfCommand(Path file) {
    var folder = file.toAbsolutePath().getParent();
    if (folder != null && Files.isDirectory(folder) && !Files.isExecutable(folder)) {
      throw new StoreException(
          file + ": permission denied for its folder; run this as the service's user");
    }
    PrivateFiles.check(file);
    if (!Files.exists(file)) {
      throw new StoreException(
          file + " does not exist yet: start the daemon, or run \"certvigil sweep\" once");
    }
    if (!Files.isReadable(file) || !Files.isWritable(file)) {
      throw new StoreException(
          file
              + " is for its owner and root only: run this with sudo; while the daemon runs,"
              + " members of its group may read at its socket");
    }
  }
}

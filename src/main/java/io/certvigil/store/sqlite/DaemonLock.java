package io.certvigil.store.sqlite;

import io.certvigil.store.failure.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * The daemon's lock: a file next to the database that contains the daemon's pid and stays locked
 * while the daemon runs. The operating system releases the lock however the process ends.
 */
public final class DaemonLock implements AutoCloseable {
  /** Appended to the name of the database. */
  static final String SUFFIX = ".lock";

  /**
   * The lock files that this process has locked. File locks belong to the process, and closing any
   * channel of the file, even one opened only for reading, would release them, so this process must
   * not open its lock file a second time.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final Pattern PID = Pattern.compile("[1-9][0-9]{0,9}");

  private static final int TRIES = 5;

  private final Path path;
  private final FileChannel channel;

  private DaemonLock(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  public static DaemonLock acquire(Path database) {
    var path = pathOf(database);
    if (!HELD.add(path)) {
      throw alreadyHeld(database, String.valueOf(ProcessHandle.current().pid()));
    }
    try {
      return lockFile(database, path);
    } catch (IOException e) {
      HELD.remove(path);
      throw new StoreException(
          "%s cannot be written (%s): make it and its folder writable for the user who runs certvigil"
              .formatted(path, e.getMessage()),
          e);
    } catch (StoreException e) {
      HELD.remove(path);
      throw e;
    }
  }

  /** Whether a process holds the lock. Does not wait, and does not keep the lock. */
  public static boolean isHeld(Path database) {
    var path = pathOf(database);
    if (HELD.contains(path)) {
      return true;
    }
    if (!PrivateFiles.requireOwnFile(path)) {
      return false;
    }
    try (var channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        var lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static StoreException unreadable(Path path, IOException e) {
    return new StoreException(
        "%s cannot be read (%s): run this as the user who runs certvigil, or as root"
            .formatted(path, e.getMessage()),
        e);
  }

  private static DaemonLock lockFile(Path database, Path path) throws IOException {
    PrivateFiles.requireOwnFile(path);
    var channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    boolean taken = false;
    try {
      taken = tryRepeatedly(channel);
      if (!taken) {
        throw alreadyHeld(database, pid(channel));
      }
      channel.truncate(0);
      var pid = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
      return new DaemonLock(path, channel);
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  /**
   * Tries several times, because a command that checks for a daemon holds the lock for a moment.
   */
  @SuppressWarnings("resource")
  private static boolean tryRepeatedly(FileChannel channel) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      if (channel.tryLock() != null) {
        return true;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(40));
    }
    return false;
  }

  /** The text of the file, for a message only: whoever may write the file decides what it says. */
  private static String pid(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(20);
    channel.read(bytes, 0);
    var text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
    return PID.matcher(text).matches() ? text : "unknown";
  }

  private static StoreException alreadyHeld(Path database, String pid) {
    return new StoreException(
        "another daemon (pid %s) already uses %s; stop it or give this one its own store.url"
            .formatted(pid, database));
  }

  private static Path pathOf(Path database) {
    var path = database.toAbsolutePath().normalize();
    return path.resolveSibling(path.getFileName() + SUFFIX);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreException(path + " cannot be closed: " + e.getMessage(), e);
    } finally {
      HELD.remove(path);
    }
  }
}

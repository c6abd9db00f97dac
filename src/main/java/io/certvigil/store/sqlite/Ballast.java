package io.certvigil.store.sqlite;

import io.certvigil.store.failure.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file next to the database that reserves disk space. On a full disk not even a delete succeeds.
 * Then the ballast is deleted, which leaves space for the necessary writes until an operator frees
 * more.
 */
public final class Ballast {
  private static final Logger log = LoggerFactory.getLogger(Ballast.class);

  private static final long SIZE = 16L << 20;
  private static final int BLOCK = 64 << 10;
  private static final int ENOUGH_SPACE_FACTOR = 4;
  private static final long ENOUGH_SPACE_FOR = Duration.ofMinutes(10).toNanos();
  private static final long CHECK_INTERVAL = Duration.ofSeconds(10).toNanos();

  private final Path folder;
  private final Path path;
  private final long size;
  private final boolean managed;
  private final LongSupplier nanos;
  private volatile boolean exists;
  private boolean enoughSpace;
  private long enoughSpaceSince;
  private long checkedAt;

  Ballast(Path database, long size, boolean keeper, LongSupplier nanos) {
    this.path = pathOf(database);
    this.folder = path.resolveSibling(".").normalize();
    this.size = size;
    this.managed = keeper;
    this.nanos = nanos;
    this.checkedAt = nanos.getAsLong();
    this.exists = Files.exists(path);
  }

  static Path pathOf(Path database) {
    var name = String.valueOf(database.getFileName());
    var stem = name.endsWith(".db") ? name.substring(0, name.length() - 3) : name;
    return database.toAbsolutePath().resolveSibling(stem + ".ballast");
  }

  /** For the daemon, which creates and deletes the file. */
  public static Ballast forDaemon(Path database) {
    return new Ballast(database, SIZE, true, System::nanoTime);
  }

  /** For commands, which never create or delete the file. */
  public static Ballast forCommand(Path database) {
    return new Ballast(database, SIZE, false, System::nanoTime);
  }

  /**
   * Deletes the ballast if the disk is almost full. Called before the first file is written, so
   * that the daemon can start.
   */
  public void releaseIfAlmostFull() {
    if (almostFull()) {
      release();
    }
  }

  /**
   * Creates the ballast if it is missing and the disk has twice its size free; logs a warning if
   * not.
   */
  public synchronized void ensureExists() {
    if (!isComplete() && (freeBytes() < 2 * size || !tryWrite())) {
      log.atWarn()
          .addKeyValue("file", path)
          .addKeyValue("free_bytes", freeBytes())
          .log("not enough disk space for the emergency reserve; free some space");
    }
  }

  /** Deletes the ballast if the error means a full disk. Returns true if a retry has space now. */
  boolean releaseFor(Sqlite.DiskError trouble) {
    return switch (trouble) {
      case FULL -> release();
      case DISK -> almostFull() && release();
      case OTHER -> false;
    };
  }

  /**
   * Creates the ballast again after the disk has had enough space for ten minutes. Cheap while the
   * file exists.
   */
  void restoreIfRoom() {
    if (managed && !exists) {
      checkSpace();
    }
  }

  /** Why disk space is running out, in one line; empty while there is enough. */
  public Optional<String> shortage() {
    restoreIfRoom();
    boolean gone = managed ? !exists : !Files.exists(path);
    long free = freeBytes();
    if (!gone && free >= size) {
      return Optional.empty();
    }
    var what = gone ? "the emergency reserve is used up, " : "";
    return Optional.of(
        "%s%d MiB left: free space on the file system of %s".formatted(what, free >> 20, folder));
  }

  private synchronized void checkSpace() {
    long now = nanos.getAsLong();
    if (exists || now - checkedAt < CHECK_INTERVAL) {
      return;
    }
    checkedAt = now;
    boolean was = enoughSpace;
    enoughSpace = freeBytes() >= ENOUGH_SPACE_FACTOR * size;
    enoughSpaceSince = was ? enoughSpaceSince : now;
    if (enoughSpace && now - enoughSpaceSince >= ENOUGH_SPACE_FOR) {
      ensureExists();
    }
  }

  private synchronized boolean release() {
    enoughSpace = false;
    exists = false;
    if (!managed) {
      return false;
    }
    try {
      boolean gone = Files.deleteIfExists(path);
      if (gone) {
        log.atWarn()
            .addKeyValue("file", path)
            .log("disk full; released the emergency reserve, free some space");
      }
      return gone;
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("file", path)
          .setCause(e)
          .log("cannot release the emergency reserve");
      return false;
    }
  }

  private boolean isComplete() {
    try {
      exists = Files.exists(path) && Files.size(path) >= size;
    } catch (IOException e) {
      exists = false; // unknown: it is created again, and a failure of that is logged
    }
    return exists;
  }

  private boolean tryWrite() {
    try {
      Files.deleteIfExists(path);
      Sqlite.create(path);
      writeRandomBytes();
      exists = true;
    } catch (IOException | StoreException e) {
      log.atWarn().addKeyValue("file", path).setCause(e).log("cannot create the emergency reserve");
      release();
    }
    return exists;
  }

  /**
   * Writes random bytes: a file system with sparse files or compression would store zeros without
   * using space.
   */
  private void writeRandomBytes() throws IOException {
    var noise = new byte[BLOCK];
    var random = new Random(size);
    try (var channel =
        FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      for (long left = size; left > 0; left -= BLOCK) {
        random.nextBytes(noise);
        var block = ByteBuffer.wrap(noise, 0, (int) Math.min(BLOCK, left));
        while (block.hasRemaining()) {
          channel.write(block);
        }
      }
    }
  }

  private boolean almostFull() {
    return freeBytes() < size / 16;
  }

  /** Unknown free space counts as enough; the next write shows whether it is. */
  private long freeBytes() {
    return usableSpace().orElse(Long.MAX_VALUE);
  }

  /** Free space on the file system, in bytes; empty if unknown. */
  public OptionalLong usableSpace() {
    try {
      return OptionalLong.of(Files.getFileStore(folder).getUsableSpace());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}

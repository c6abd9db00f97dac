package io.certvigil.store.sqlite;

import io.certvigil.store.failure.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
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
 * A file beside the database that only takes room. On a full disk not even a delete succeeds; then
 * the ballast is let go, and there is room for what must be written until somebody makes more.
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
    var name = String.valueOf(database.getFileName());
    var stem = name.endsWith(".db") ? name.substring(0, name.length() - 3) : name;
    this.path = database.toAbsolutePath().resolveSibling(stem + ".ballast");
    this.folder = path.resolveSibling(".").normalize();
    this.size = size;
    this.managed = keeper;
    this.nanos = nanos;
    this.checkedAt = nanos.getAsLong();
    this.exists = Files.exists(path);
  }

  /** Of the daemon, which makes it and lets it go. */
  public static Ballast forDaemon(Path database) {
    return new Ballast(database, SIZE, true, System::nanoTime);
  }

  /** For commands, which leave it alone. */
  public static Ballast forCommand(Path database) {
    return new Ballast(database, SIZE, false, System::nanoTime);
  }

  /** Where there is not even room to begin: before the first file is written. */
  public void releaseIfAlmostFull() {
    if (almostFull()) {
      release();
    }
  }

  /** Makes it where it is missing and the disk has room for it twice; says so where not. */
  public synchronized void ensureExists() {
    if (!isComplete() && (freeBytes() < 2 * size || !tryWrite())) {
      log.atWarn()
          .addKeyValue("file", path)
          .addKeyValue("free_bytes", freeBytes())
          .log("no room for the reserve that a full disk would need: make room");
    }
  }

  /** Whether a write that failed so should be tried again, since there is room now. */
  boolean releaseFor(Sqlite.DiskError trouble) {
    return switch (trouble) {
      case FULL -> release();
      case DISK -> almostFull() && release();
      case OTHER -> false;
    };
  }

  /** Takes it back once the disk has had room for a while. Cheap while it is there. */
  void restoreIfRoom() {
    if (managed && !exists) {
      checkSpace();
    }
  }

  /** Why the store is short of room; empty while it is not. */
  public Optional<String> shortage() {
    restoreIfRoom();
    boolean gone = managed ? !exists : !Files.exists(path);
    long free = freeBytes();
    if (!gone && free >= size) {
      return Optional.empty();
    }
    var what = gone ? "the reserve for a full disk is gone, " : "";
    return Optional.of(
        "%s%d MiB are free: make room on the file system of %s"
            .formatted(what, free >> 20, folder));
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
            .log("the disk is full: the reserve was let go, make room");
      }
      return gone;
    } catch (IOException e) {
      log.atWarn().addKeyValue("file", path).setCause(e).log("the reserve cannot be let go");
      return false;
    }
  }

  private boolean isComplete() {
    try {
      exists = Files.exists(path) && Files.size(path) >= size;
    } catch (IOException e) {
      exists = false; // what cannot be looked at is made anew, and that says why it cannot
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
      log.atWarn().addKeyValue("file", path).setCause(e).log("the reserve cannot be made");
      release();
    }
    return exists;
  }

  /** Noise: zeros would take no room where a file system leaves out or presses together. */
  private void writeRandomBytes() throws IOException {
    var noise = new byte[BLOCK];
    var random = new Random(size);
    try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
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

  /** What cannot be asked is taken for enough: the next write will know better. */
  private long freeBytes() {
    return usableSpace().orElse(Long.MAX_VALUE);
  }

  /** What the file system has left, in bytes; empty where it cannot be asked. */
  public OptionalLong usableSpace() {
    try {
      return OptionalLong.of(Files.getFileStore(folder).getUsableSpace());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}

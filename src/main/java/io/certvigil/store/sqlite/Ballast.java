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
  private static final int ROOMY = 4;
  private static final long ROOMY_FOR = Duration.ofMinutes(10).toNanos();
  private static final long LOOK_EACH = Duration.ofSeconds(10).toNanos();

  private final Path folder;
  private final Path path;
  private final long size;
  private final boolean keeper;
  private final LongSupplier nanos;
  private volatile boolean there;
  private boolean roomy;
  private long roomySince;
  private long lookedAt;

  Ballast(Path database, long size, boolean keeper, LongSupplier nanos) {
    var name = String.valueOf(database.getFileName());
    var stem = name.endsWith(".db") ? name.substring(0, name.length() - 3) : name;
    this.path = database.toAbsolutePath().resolveSibling(stem + ".ballast");
    this.folder = path.resolveSibling(".").normalize();
    this.size = size;
    this.keeper = keeper;
    this.nanos = nanos;
    this.lookedAt = nanos.getAsLong();
    this.there = Files.exists(path);
  }

  /** Of the daemon, which makes it and lets it go. */
  public static Ballast kept(Path database) {
    return new Ballast(database, SIZE, true, System::nanoTime);
  }

  /** For commands, which leave it alone. */
  public static Ballast seen(Path database) {
    return new Ballast(database, SIZE, false, System::nanoTime);
  }

  /** Where there is not even room to begin: before the first file is written. */
  public void makeRoom() {
    if (cramped()) {
      letGo();
    }
  }

  /** Makes it where it is missing and the disk has room for it twice; says so where not. */
  public synchronized void take() {
    if (!whole() && (free() < 2 * size || !written())) {
      log.atWarn()
          .addKeyValue("file", path)
          .addKeyValue("free_bytes", free())
          .log("no room for the reserve that a full disk would need: make room");
    }
  }

  /** Whether a write that failed so should be tried again, since there is room now. */
  boolean relieves(Sqlite.Trouble trouble) {
    return switch (trouble) {
      case FULL -> letGo();
      case DISK -> cramped() && letGo();
      case OTHER -> false;
    };
  }

  /** Takes it back once the disk has had room for a while. Cheap while it is there. */
  void tend() {
    if (keeper && !there) {
      look();
    }
  }

  /** Why the store is short of room; empty while it is not. */
  public Optional<String> low() {
    tend();
    boolean gone = keeper ? !there : !Files.exists(path);
    long free = free();
    if (!gone && free >= size) {
      return Optional.empty();
    }
    var what = gone ? "the reserve for a full disk is gone, " : "";
    return Optional.of(
        "%s%d MiB are free: make room on the file system of %s"
            .formatted(what, free >> 20, folder));
  }

  private synchronized void look() {
    long now = nanos.getAsLong();
    if (there || now - lookedAt < LOOK_EACH) {
      return;
    }
    lookedAt = now;
    boolean was = roomy;
    roomy = free() >= ROOMY * size;
    roomySince = was ? roomySince : now;
    if (roomy && now - roomySince >= ROOMY_FOR) {
      take();
    }
  }

  private synchronized boolean letGo() {
    roomy = false;
    there = false;
    if (!keeper) {
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

  private boolean whole() {
    try {
      there = Files.exists(path) && Files.size(path) >= size;
    } catch (IOException e) {
      there = false; // what cannot be looked at is made anew, and that says why it cannot
    }
    return there;
  }

  private boolean written() {
    try {
      Files.deleteIfExists(path);
      Sqlite.create(path);
      fill();
      there = true;
    } catch (IOException | StoreException e) {
      log.atWarn().addKeyValue("file", path).setCause(e).log("the reserve cannot be made");
      letGo();
    }
    return there;
  }

  /** Noise: zeros would take no room where a file system leaves out or presses together. */
  private void fill() throws IOException {
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

  private boolean cramped() {
    return free() < size / 16;
  }

  /** What cannot be asked is taken for enough: the next write will know better. */
  private long free() {
    return room().orElse(Long.MAX_VALUE);
  }

  /** What the file system has left, in bytes; empty where it cannot be asked. */
  public OptionalLong room() {
    try {
      return OptionalLong.of(Files.getFileStore(folder).getUsableSpace());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}

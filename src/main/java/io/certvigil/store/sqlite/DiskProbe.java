package io.certvigil.store.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Random;

/**
 * Writes a file next to the database and removes it again, because nothing else proves that the
 * disk takes one: a database can accept a small write on a full disk, and free space can be
 * reserved, or limited by a quota.
 */
public final class DiskProbe {
  /** As much as a large reading writes. */
  private static final int SIZE = 1 << 20;

  private DiskProbe() {}

  /** Why the disk does not take a file of 1 MiB, in one line; empty if it does. */
  public static Optional<String> problem(Path database) {
    var folder = database.toAbsolutePath().resolveSibling(".").normalize();
    try {
      var file = Files.createTempFile(folder, ".certvigil-", ".probe");
      try {
        write(file);
      } finally {
        Files.delete(file);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("1 MiB cannot be written to %s: %s".formatted(folder, reason(e)));
    }
  }

  /** Random bytes: zeros take no space on some file systems. */
  private static void write(Path file) throws IOException {
    var noise = new byte[SIZE];
    new Random(SIZE).nextBytes(noise);
    var block = ByteBuffer.wrap(noise);
    try (var channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      while (block.hasRemaining()) {
        channel.write(block);
      }
      channel.force(true);
    }
  }

  /** Without the path, which the exceptions of files have as their message or before it. */
  private static String reason(IOException e) {
    var text = String.valueOf(e.getMessage());
    var said = text.substring(text.lastIndexOf(": ") < 0 ? 0 : text.lastIndexOf(": ") + 2);
    return said.startsWith("/") ? e.getClass().getSimpleName() : said;
  }
}

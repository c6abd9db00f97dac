package io.certvigil.store.sqlite;

import io.certvigil.store.failure.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The write-ahead log next to a database, read without SQLite, which changes the database when it
 * opens both.
 *
 * @param path the log
 * @see <a href="https://sqlite.org/fileformat2.html#walformat">format of the log</a>
 */
record WriteAheadLog(Path path) {
  private static final int HEADER = 32;
  private static final int FRAME_HEADER = 24;
  private static final int BIG_ENDIAN_SUMS = 0x377f0683;

  /** The page size of every database of this program, which is SQLite's default. */
  private static final int PAGE = 4096;

  private static final int FRAME = FRAME_HEADER + PAGE;

  static WriteAheadLog of(Path database) {
    return new WriteAheadLog(sibling(database, "-wal"));
  }

  /** The file with this suffix next to a database. */
  static Path sibling(Path database, String suffix) {
    return database.resolveSibling(database.getFileName() + suffix);
  }

  boolean exists() {
    return Files.exists(path);
  }

  /** Its size; 0 if it does not exist. */
  long size() {
    try {
      return Files.size(path);
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * How many transactions follow a damaged place. SQLite takes a damaged place for the end of the
   * log, where a power failure interrupted a write. But each commit is synced before the next one
   * is written, so a power failure can leave one transaction behind the damage, never two.
   */
  int transactionsBehindDamage() {
    if (size() < HEADER + FRAME) {
      return 0;
    }
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return new Scan(channel).transactionsBehindDamage();
    } catch (IOException e) {
      throw new StoreException(path + " cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** One pass over the frames, which checks their checksums as SQLite does. */
  private static final class Scan {
    private final FileChannel channel;
    private final ByteBuffer header;
    private int one;
    private int two;

    Scan(FileChannel channel) throws IOException {
      this.channel = channel;
      header = read(0, HEADER);
    }

    int transactionsBehindDamage() throws IOException {
      sum(header, HEADER - 8);
      boolean valid = one == header.getInt(24) && two == header.getInt(28);
      long salt = valid ? header.getLong(16) : saltOfFrames();
      int behind = 0;
      for (long at = HEADER; at + FRAME <= channel.size(); at += FRAME) {
        var frame = read(at, FRAME);
        if (frame.getLong(8) != salt) {
          valid = false; // of an earlier generation of the log, or damaged
          continue;
        }
        valid = valid && follows(frame);
        behind += !valid && frame.getInt(4) != 0 ? 1 : 0;
      }
      return behind;
    }

    /** What the header says in a log whose header is damaged: the second frame may be whole. */
    private long saltOfFrames() throws IOException {
      long second = HEADER + FRAME;
      return second + FRAME <= channel.size() ? read(second, FRAME).getLong(8) : 0;
    }

    private boolean follows(ByteBuffer frame) {
      sum(frame, 8);
      sum(frame.slice(FRAME_HEADER, PAGE), PAGE);
      return one == frame.getInt(16) && two == frame.getInt(20);
    }

    private void sum(ByteBuffer bytes, int length) {
      var order =
          header.getInt(0) == BIG_ENDIAN_SUMS ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      var words = bytes.duplicate().order(order);
      for (int at = 0; at < length; at += 8) {
        one += words.getInt(at) + two;
        two += words.getInt(at + 4) + one;
      }
    }

    private ByteBuffer read(long at, int length) throws IOException {
      var bytes = ByteBuffer.allocate(length);
      for (int read = 0; read >= 0 && bytes.hasRemaining(); ) {
        read = channel.read(bytes, at + bytes.position());
      }
      return bytes.clear();
    }
  }
}

package io.certvigil.metrics;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Compresses and decompresses byte arrays in memory that are rarely read. */
final class Deflate {
  private Deflate() {}

  static byte[] compress(byte[] bytes) {
    var deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      var packed = new ByteArrayOutputStream(bytes.length / 3 + 64);
      var some = new byte[8 * 1024];
      while (!deflater.finished()) {
        packed.write(some, 0, deflater.deflate(some));
      }
      return packed.toByteArray();
    } finally {
      deflater.end();
    }
  }

  static byte[] decompress(byte[] packed, int length) {
    var inflater = new Inflater(true);
    try {
      var bytes = new byte[length];
      inflater.setInput(packed);
      int done = 0;
      while (done < length) {
        int more = inflater.inflate(bytes, done, length - done);
        if (more == 0) {
          throw new IllegalStateException(
              "compressed data ends after " + done + " of " + length + " bytes");
        }
        done += more;
      }
      return bytes;
    } catch (DataFormatException e) {
      throw new IllegalStateException("compressed data is corrupt", e);
    } finally {
      inflater.end();
    }
  }
}

package io.certvigil.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/**
 * Writes a page in blocks of 64 kB. A compressed page is one gzip member that combines cached and
 * newly compressed parts.
 */
final class PageWriter {
  private static final int SIZE = 1 << 16;
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final OutputStream out;
  private final boolean gzip;
  private final byte[] buffer = new byte[SIZE];
  private int used;
  private final byte[] packed = new byte[SIZE];
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private boolean open;
  private long crc;
  private long length;

  PageWriter(OutputStream out, boolean gzip) {
    this.out = out;
    this.gzip = gzip;
  }

  boolean gzip() {
    return gzip;
  }

  void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  void write(byte[] bytes, int from, int length) throws IOException {
    if (length > SIZE - used) {
      drain();
    }
    if (length > SIZE) {
      writeOut(bytes, from, length);
    } else {
      System.arraycopy(bytes, from, buffer, used, length);
      used += length;
    }
  }

  void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a whole number and a line feed. */
  void writeNumberLine(long value) throws IOException {
    if (used > SIZE - 24) {
      drain();
    }
    used = digits(value);
    buffer[used++] = '\n';
  }

  private int digits(long value) {
    if (value == Long.MIN_VALUE) {
      throw new IllegalArgumentException("value out of range: " + value);
    }
    if (value < 0) {
      buffer[used++] = '-';
    }
    long rest = Math.abs(value);
    int length = 1;
    for (long ten = 10; length < 19 && ten <= rest; ten *= 10) {
      length++;
    }
    for (int at = used + length - 1; at >= used; at--, rest /= 10) {
      buffer[at] = (byte) ('0' + rest % 10);
    }
    return used + length;
  }

  /**
   * Writes a compressed part into the same gzip member, because many clients read only the first
   * member.
   */
  void packed(CompressedPart part) throws IOException {
    drain();
    beginMember();
    flush();
    out.write(part.blocks);
    crc = Crc32Combiner.combine(crc, part.crc, part.length);
    length += part.length;
  }

  /** Deflate blocks that end at a byte boundary and do not refer to earlier data. */
  static final class CompressedPart {
    private final byte[] blocks;
    private final long crc;
    private final long length;

    private CompressedPart(byte[] blocks, long crc, long length) {
      this.blocks = blocks;
      this.crc = crc;
      this.length = length;
    }

    static CompressedPart of(byte[] plain) {
      var deflater = new Deflater(Deflater.BEST_SPEED, true);
      try {
        deflater.setInput(plain);
        var blocks = new ByteArrayOutputStream();
        var some = new byte[SIZE];
        for (int more = SIZE; more == SIZE; ) {
          more = deflater.deflate(some, 0, SIZE, Deflater.FULL_FLUSH);
          blocks.write(some, 0, more);
        }
        return new CompressedPart(
            blocks.toByteArray(), Crc32Combiner.of(plain, 0, plain.length), plain.length);
      } finally {
        deflater.end();
      }
    }
  }

  private void drain() throws IOException {
    writeOut(buffer, 0, used);
    used = 0;
  }

  private void writeOut(byte[] bytes, int from, int some) throws IOException {
    if (!gzip || some == 0) {
      out.write(bytes, from, some);
      return;
    }
    beginMember();
    crc = Crc32Combiner.combine(crc, Crc32Combiner.of(bytes, from, some), some);
    length += some;
    deflater.setInput(bytes, from, some);
    while (!deflater.needsInput()) {
      out.write(packed, 0, deflater.deflate(packed));
    }
  }

  private void beginMember() throws IOException {
    if (!open) {
      out.write(HEADER);
      open = true;
    }
  }

  private void flush() throws IOException {
    for (int more = SIZE; more == SIZE; ) {
      more = deflater.deflate(packed, 0, SIZE, Deflater.FULL_FLUSH);
      out.write(packed, 0, more);
    }
  }

  private void endMember() throws IOException {
    drain();
    if (!open) {
      return;
    }
    deflater.finish();
    while (!deflater.finished()) {
      out.write(packed, 0, deflater.deflate(packed));
    }
    out.write(trailer((int) crc, (int) length));
    open = false;
  }

  private static byte[] trailer(int... words) {
    var bytes = new byte[4 * words.length];
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] = (byte) (words[at / 4] >>> (8 * (at % 4)));
    }
    return bytes;
  }

  /** Writes the remaining bytes and frees the compressor's memory; the stream stays open. */
  void finish() throws IOException {
    try {
      endMember();
    } finally {
      release();
    }
  }

  void release() {
    deflater.end();
  }
}

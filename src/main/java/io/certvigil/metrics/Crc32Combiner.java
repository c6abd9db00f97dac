package io.certvigil.metrics;

import java.util.zip.CRC32;

/** Computes the CRC-32 of parts and of their concatenation, like zlib's {@code crc32_combine}. */
final class Crc32Combiner {
  private static final long POLYNOMIAL = 0xedb88320L;
  private static final long ONE = 1L << 31;

  private Crc32Combiner() {}

  static long of(byte[] bytes, int from, int length) {
    var crc = new CRC32();
    crc.update(bytes, from, length);
    return crc.getValue();
  }

  /** The CRC of one part followed by another one of this length. */
  static long combine(long first, long second, long length) {
    long shift = ONE;
    long power = 1L << 23;
    for (long rest = length; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        shift = product(power, shift);
      }
      power = product(power, power);
    }
    return product(shift, first) ^ second;
  }

  private static long product(long a, long b) {
    long sum = 0;
    long factor = b;
    for (long bit = ONE; bit != 0; bit >>>= 1) {
      if ((a & bit) != 0) {
        sum ^= factor;
      }
      factor = (factor & 1) != 0 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1;
    }
    return sum;
  }
}

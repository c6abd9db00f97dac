package io.certvigil.metrics;

import static java.util.stream.Collectors.partitioningBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Certificates of one scope, earliest expiry first, as bytes that are ready to be written.
 * Immutable except for the compressed forms, which are created on first use.
 */
final class SeriesBlock {
  /** The expiry value of a certificate that has none. */
  static final long NO_EXPIRY = Long.MAX_VALUE;

  private static final int MAX_SIZE = 512;
  private static final int MIN_CACHED = 64;
  private static final long DAY = 86_400;

  private static final byte[] NOT_AFTER = lineStart(Family.NOT_AFTER);
  private static final byte[] DAYS = lineStart(Family.DAYS);
  private static final byte[] INFO = lineStart(Family.CERTIFICATE);

  private final long[] expiries;
  private final int[] firing;
  private final byte[] prefix;
  private final byte[] stored;
  private final int length;
  private final boolean compressed;
  private final int[] offsets;
  private final Map<Family, CachedPart> cachedParts = new ConcurrentHashMap<>(4);

  /** One certificate: its expiry in seconds, and its labels without the braces. */
  record Entry(long expiry, boolean firing, String series, String info) {}

  /**
   * Creates a block of certificates, which must be in the order of their expiries.
   *
   * @param prefix the labels with which all series of this scope begin, after the brace
   * @param cold whether none of them will be on the page for weeks, so that they are kept
   *     compressed
   */
  SeriesBlock(String prefix, List<Entry> entries, boolean cold) {
    this.prefix = (prefix + ",").getBytes(StandardCharsets.UTF_8);
    expiries = entries.stream().mapToLong(Entry::expiry).toArray();
    firing = IntStream.range(0, expiries.length).filter(i -> entries.get(i).firing()).toArray();
    offsets = new int[2 * expiries.length + 1];
    var bytes = new ByteArrayOutputStream(256 * expiries.length);
    for (int i = 0; i < expiries.length; i++) {
      bytes.writeBytes((entries.get(i).series() + "} ").getBytes(StandardCharsets.UTF_8));
      offsets[2 * i + 1] = bytes.size();
      bytes.writeBytes((entries.get(i).info() + "} 1\n").getBytes(StandardCharsets.UTF_8));
      offsets[2 * i + 2] = bytes.size();
    }
    this.compressed = cold;
    length = bytes.size();
    stored = cold ? Deflate.compress(bytes.toByteArray()) : bytes.toByteArray();
  }

  private static byte[] lineStart(Family family) {
    return (family.sampleName() + "{").getBytes(StandardCharsets.UTF_8);
  }

  /** The text of all certificates in one array. */
  byte[] text() {
    return compressed ? Deflate.decompress(stored, length) : stored;
  }

  int size() {
    return expiries.length;
  }

  long expiry(int index) {
    return expiries[index];
  }

  /** How many expire before this time. */
  int countBefore(long moment) {
    return SortedTimes.countBefore(expiries, moment);
  }

  /** The indices of firing certificates, from this index on. */
  int[] firingFrom(int index) {
    return IntStream.of(firing).filter(i -> i >= index).toArray();
  }

  /** Writes the lines of all its certificates. */
  void writeAll(Family family, long now, PageWriter sink) throws IOException {
    if (sink.gzip() && expiries.length >= MIN_CACHED) {
      sink.packed(cachedPart(family, now));
    } else {
      var text = text();
      for (int i = 0; i < expiries.length; i++) {
        writeLine(family, i, text, now, sink);
      }
    }
  }

  private PageWriter.CompressedPart cachedPart(Family family, long now) {
    var packed = cachedParts.get(family);
    if (packed == null || !packed.isValidAt(now)) {
      packed =
          new CachedPart(
              now, family == Family.DAYS ? nextDay(now) : NO_EXPIRY, compress(family, now));
      cachedParts.put(family, packed);
    }
    return packed.part;
  }

  /** The next time at which a number of days changes: just after it was a whole number. */
  private long nextDay(long now) {
    long soonest = DAY;
    for (long end : expiries) {
      soonest = end == NO_EXPIRY ? soonest : Math.min(soonest, Math.floorMod(end - now, DAY) + 1);
    }
    return now + soonest;
  }

  private PageWriter.CompressedPart compress(Family family, long now) {
    var bytes = new ByteArrayOutputStream();
    try {
      var sink = new PageWriter(bytes, false);
      var text = text();
      for (int i = 0; i < expiries.length; i++) {
        writeLine(family, i, text, now, sink);
      }
      sink.finish();
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    return PageWriter.CompressedPart.of(bytes.toByteArray());
  }

  /** Writes the line of one certificate; none if it has no expiry and the family needs one. */
  void writeLine(Family family, int i, byte[] text, long now, PageWriter sink) throws IOException {
    if (family == Family.CERTIFICATE) {
      sink.write(INFO);
      sink.write(text, offsets[2 * i + 1], offsets[2 * i + 2] - offsets[2 * i + 1]);
    } else if (expiries[i] != NO_EXPIRY) {
      sink.write(family == Family.DAYS ? DAYS : NOT_AFTER);
      sink.write(prefix);
      sink.write(text, offsets[2 * i], offsets[2 * i + 1] - offsets[2 * i]);
      sink.writeNumberLine(
          family == Family.DAYS ? Math.floorDiv(expiries[i] - now, DAY) : expiries[i]);
    }
  }

  /** Source and id of one certificate, as in its info line. */
  String identity(int i, byte[] text) {
    int from = offsets[2 * i + 1];
    var line = new String(text, from, offsets[2 * i + 2] - from, StandardCharsets.UTF_8);
    return line.substring(0, line.indexOf("\",serial=\""));
  }

  /**
   * Splits a scope's certificates into blocks, so that few are compressed again when a number of
   * days changes.
   *
   * @param coldFrom certificates that expire at or after this time and do not fire are kept
   *     compressed
   */
  static List<SeriesBlock> of(String prefix, List<Entry> entries, long coldFrom) {
    var cold =
        entries.stream()
            .collect(
                partitioningBy(
                    e -> coldFrom != NO_EXPIRY && e.expiry() >= coldFrom && !e.firing()));
    var blocks = new ArrayList<SeriesBlock>();
    cold.forEach((isCold, some) -> split(prefix, some, isCold, blocks));
    return List.copyOf(blocks);
  }

  private static void split(
      String prefix, List<Entry> entries, boolean cold, List<SeriesBlock> blocks) {
    for (int from = 0; from < entries.size(); from += MAX_SIZE) {
      var some = entries.subList(from, Math.min(from + MAX_SIZE, entries.size()));
      blocks.add(new SeriesBlock(prefix, some, cold));
    }
  }

  /** A compressed form; that of the days is valid for a limited time. */
  private static final class CachedPart {
    private final long from;
    private final long until;
    private final PageWriter.CompressedPart part;

    CachedPart(long from, long until, PageWriter.CompressedPart part) {
      this.from = from;
      this.until = until;
      this.part = part;
    }

    boolean isValidAt(long now) {
      return until == NO_EXPIRY || (now >= from && now < until);
    }
  }
}

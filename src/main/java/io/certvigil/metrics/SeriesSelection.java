package io.certvigil.metrics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The certificates of a block that are on the page: those that expire first, and others that fire.
 */
final class SeriesSelection {
  private final SeriesBlock block;
  private final int soonest;
  private final int[] firing;

  private SeriesSelection(SeriesBlock block, int prefix, int[] others) {
    this.block = block;
    this.soonest = prefix;
    this.firing = others;
  }

  /** The certificates that expire before the horizon, and those that fire. */
  static SeriesSelection within(SeriesBlock block, long horizon) {
    int prefix = horizon == SeriesBlock.NO_EXPIRY ? block.size() : block.countBefore(horizon);
    return new SeriesSelection(block, prefix, block.firingFrom(prefix));
  }

  int count() {
    return soonest + firing.length;
  }

  /** Limits all selections together to this number, earliest expiry first. */
  static List<SeriesSelection> limit(List<SeriesSelection> all, int most) {
    if (all.stream().mapToInt(SeriesSelection::count).sum() <= most) {
      return all;
    }
    var ends = all.stream().flatMapToLong(SeriesSelection::expiries).sorted().toArray();
    long cutoff = most == 0 ? Long.MIN_VALUE : ends[most - 1];
    int ties = most - SortedTimes.countBefore(ends, cutoff);
    var kept = new ArrayList<SeriesSelection>();
    for (var chosen : all) {
      var cut = chosen.upTo(cutoff, ties);
      ties -= (int) cut.expiries().filter(end -> end == cutoff).count();
      kept.add(cut);
    }
    return kept;
  }

  private LongStream expiries() {
    return indices().mapToLong(block::expiry);
  }

  private IntStream indices() {
    return IntStream.concat(IntStream.range(0, soonest), IntStream.of(firing));
  }

  private SeriesSelection upTo(long cutoff, int ties) {
    int sooner = (int) indices().filter(i -> block.expiry(i) < cutoff).count();
    var kept =
        IntStream.concat(
                indices().limit(sooner),
                indices().skip(sooner).filter(i -> block.expiry(i) == cutoff).limit(ties))
            .toArray();
    return kept.length == block.size()
        ? new SeriesSelection(block, kept.length, new int[0])
        : new SeriesSelection(block, 0, kept);
  }

  void write(Family family, long now, PageWriter sink) throws IOException {
    if (soonest == block.size()) {
      block.writeAll(family, now, sink);
      return;
    }
    if (count() == 0) {
      return;
    }
    var text = block.text();
    for (int i = 0; i < soonest; i++) {
      block.writeLine(family, i, text, now, sink);
    }
    for (int i : firing) {
      block.writeLine(family, i, text, now, sink);
    }
  }

  /** Writes the info lines of certificates that are not in {@code written} yet, and adds them. */
  void writeNew(Set<String> written, long now, PageWriter sink) throws IOException {
    if (count() == 0) {
      return;
    }
    var text = block.text();
    for (var indices = indices().iterator(); indices.hasNext(); ) {
      int i = indices.next();
      if (written.add(block.identity(i, text))) {
        block.writeLine(Family.CERTIFICATE, i, text, now, sink);
      }
    }
  }
}

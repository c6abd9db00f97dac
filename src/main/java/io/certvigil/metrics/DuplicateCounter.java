package io.certvigil.metrics;

import java.util.Arrays;

/** Counts the occurrences of hashes, with 12 bytes each, to detect whether any occurs twice. */
final class DuplicateCounter {
  private long[] keys = new long[1024];
  private int[] counts = new int[1024];
  private int used;
  private int duplicates;

  boolean hasDuplicates() {
    return duplicates > 0;
  }

  void add(long key) {
    if (used * 2 >= keys.length) {
      grow();
    }
    int slot = slot(key);
    if (counts[slot] == 0 && keys[slot] != key) {
      keys[slot] = key;
      used++;
    }
    if (++counts[slot] == 2) {
      duplicates++;
    }
  }

  void remove(long key) {
    int slot = slot(key);
    if (counts[slot] > 0 && --counts[slot] == 1) {
      duplicates--;
    }
  }

  /** The slot of this key, or a free one for it: 0 marks a free slot, so no key may be 0. */
  private int slot(long key) {
    int slot = (int) (mixed(key) & (keys.length - 1));
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  private static long mixed(long key) {
    return ((key ^ (key >>> 32)) * 0x9e3779b97f4a7c15L) >>> 20;
  }

  private void grow() {
    var before = keys;
    var beforeCounts = counts;
    int alive = (int) Arrays.stream(counts).filter(count -> count > 0).count();
    keys = new long[Math.max(1024, Integer.highestOneBit(Math.max(1, alive)) * 8)];
    counts = new int[keys.length];
    used = alive;
    for (int i = 0; i < before.length; i++) {
      if (beforeCounts[i] > 0) {
        int slot = slot(before[i]);
        keys[slot] = before[i];
        counts[slot] = beforeCounts[i];
      }
    }
  }
}

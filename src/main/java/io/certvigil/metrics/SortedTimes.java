package io.certvigil.metrics;

/** Counts in ascending arrays of times in seconds. */
final class SortedTimes {
  private SortedTimes() {}

  /** How many are before this time. */
  static int countBefore(long[] ascending, long moment) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < moment) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

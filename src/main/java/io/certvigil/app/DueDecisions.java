package io.certvigil.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Decides again what is due because time passes, in slices of a few seconds: after a change of the
 * alert steps every list is due, which takes minutes in a large estate. In between the other tasks
 * of the minute run. Used by one thread at a time.
 */
final class DueDecisions {
  static final Duration SLICE = Duration.ofSeconds(3);

  private final Supplier<List<Long>> due;
  private final LongConsumer decide;
  private final LongSupplier nanos;
  private final Queue<Long> left = new ArrayDeque<>();

  /**
   * @param due the lists that are due, the most urgent first
   * @param decide decides one of them
   */
  DueDecisions(Supplier<List<Long>> due, LongConsumer decide, LongSupplier nanos) {
    this.due = due;
    this.decide = decide;
    this.nanos = nanos;
  }

  /**
   * Decides lists until the time of a slice is over, at least one. If one fails, the others that
   * are left are found again in the next minute.
   */
  void slice() {
    if (left.isEmpty()) {
      left.addAll(due.get());
    }
    long begin = nanos.getAsLong();
    try {
      do {
        var list = left.poll();
        if (list == null) {
          return;
        }
        decide.accept(list);
      } while (nanos.getAsLong() - begin < SLICE.toNanos());
    } catch (RuntimeException e) {
      abandon();
      throw e;
    }
  }

  /** Whether nothing is left of what was due when the first slice began. */
  boolean complete() {
    return left.isEmpty();
  }

  /** What is left stays due, and is found again. */
  void abandon() {
    left.clear();
  }
}

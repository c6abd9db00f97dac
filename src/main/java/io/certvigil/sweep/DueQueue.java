package io.certvigil.sweep;

import io.certvigil.model.WatchedScope;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * What is due of a watch, the most urgent first. It holds a few at a time and then asks the store
 * again: an estate of any size takes the same memory, and what became urgent meanwhile is next. One
 * thread takes from it; any may settle.
 */
final class DueQueue {
  private static final int BATCH_SIZE = 100;
  // So many that are still due after they were read: the store takes nothing.
  private static final int MAX_UNSTORED = 200;

  private final IntFunction<List<WatchedScope>> store;
  private final Queue<WatchedScope> next = new ArrayDeque<>();
  private final Set<String> handedOut = ConcurrentHashMap.newKeySet();

  /**
   * Asks nothing yet.
   *
   * @param store gives so many at most of what is due
   */
  DueQueue(IntFunction<List<WatchedScope>> store) {
    this.store = store;
  }

  /** The next one; empty where nothing is left that was not tried. */
  Optional<WatchedScope> next() {
    if (next.isEmpty() && handedOut.size() < MAX_UNSTORED) {
      refill();
    }
    var one = Optional.ofNullable(next.poll());
    one.ifPresent(watched -> handedOut.add(watched.scope().key()));
    return one;
  }

  private void refill() {
    var tried = Set.copyOf(handedOut); // first: what is settled meanwhile was due before it was
    store.apply(BATCH_SIZE + tried.size()).stream()
        .filter(watched -> !tried.contains(watched.scope().key()))
        .forEach(next::add);
  }

  /** It was read and stored, so it may become due again. */
  void markStored(WatchedScope watched) {
    handedOut.remove(watched.scope().key());
  }
}

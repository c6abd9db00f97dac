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
 * The due scopes of a watch, the most urgent first. It reads them from the store in small batches:
 * the memory use does not depend on the size of the estate, and a scope that became urgent in the
 * meantime comes next. Only one thread may call {@link #next}; {@link #markStored} is thread-safe.
 */
final class DueQueue {
  private static final int BATCH_SIZE = 100;
  // If this many scopes are still due after they were read, the store accepts no writes.
  private static final int MAX_UNSTORED = 200;

  private final IntFunction<List<WatchedScope>> store;
  private final Queue<WatchedScope> next = new ArrayDeque<>();
  private final Set<String> handedOut = ConcurrentHashMap.newKeySet();

  /**
   * Creates a queue; reads nothing yet.
   *
   * @param store returns the due scopes, at most the given number
   */
  DueQueue(IntFunction<List<WatchedScope>> store) {
    this.store = store;
  }

  /** The next due scope; empty if every due scope was already returned. */
  Optional<WatchedScope> next() {
    if (next.isEmpty() && handedOut.size() < MAX_UNSTORED) {
      refill();
    }
    var one = Optional.ofNullable(next.poll());
    one.ifPresent(watched -> handedOut.add(watched.scope().key()));
    return one;
  }

  private void refill() {
    // Copied before the query, whose result may contain a scope that is stored in the meantime.
    var tried = Set.copyOf(handedOut);
    store.apply(BATCH_SIZE + tried.size()).stream()
        .filter(watched -> !tried.contains(watched.scope().key()))
        .forEach(next::add);
  }

  /** The scope was read and stored, so it may become due again. */
  void markStored(WatchedScope watched) {
    handedOut.remove(watched.scope().key());
  }
}

package io.certvigil.app;

import io.certvigil.store.Store;
import io.certvigil.sweep.Sweeper;
import io.certvigil.sweep.Watch;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Does what commands asked of the daemon through the store. Used by one thread. */
final class Errands {
  private final Store store;
  private final Sweeper sweeper;
  private final List<Watch> watches;
  private final InstantSource clock;
  private final Queue<Long> sweeps = new ArrayDeque<>();

  Errands(Store store, Sweeper sweeper, List<Watch> watches, InstantSource clock) {
    this.store = store;
    this.sweeper = sweeper;
    this.watches = watches;
    this.clock = clock;
  }

  void run() {
    store.requests().open().forEach(this::take);
    if (!sweeps.isEmpty() && nothingIsDue()) {
      sweeps.forEach(id -> store.requests().finished(id, "swept", clock.instant()));
      sweeps.clear();
    }
  }

  private void take(long id) {
    store.requests().taken(id, clock.instant());
    sweeps.add(id);
    watches.forEach(sweeper::now);
  }

  private boolean nothingIsDue() {
    return watches.stream()
        .map(Watch::name)
        .noneMatch(
            watch -> store.scopes().discoveryDue(watch) || store.scopes().dueCount(watch) > 0);
  }
}

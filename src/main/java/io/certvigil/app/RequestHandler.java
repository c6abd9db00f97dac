package io.certvigil.app;

import io.certvigil.store.Store;
import io.certvigil.sweep.Sweeper;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Does what commands asked of the daemon through the store. Used by one thread. */
final class RequestHandler {
  private final Store store;
  private final Sweeper sweeper;
  private final InstantSource clock;
  private final Map<Long, BooleanSupplier> sweeps = new LinkedHashMap<>();
  private final Set<Long> left = new LinkedHashSet<>();

  RequestHandler(Store store, Sweeper sweeper, InstantSource clock) {
    this.store = store;
    this.sweeper = sweeper;
    this.clock = clock;
  }

  void run() {
    List.copyOf(left).forEach(this::take);
    store.requests().open().forEach(this::take);
    sweeps.entrySet().removeIf(sweep -> finished(sweep.getKey(), sweep.getValue()));
  }

  private void take(long id) {
    store.requests().taken(id, clock.instant());
    sweeps.put(id, sweeper.now());
    left.remove(id);
  }

  /** Does again what another one, which has stopped, did not come to the end of. */
  void takeOver(RequestHandler other) {
    left.addAll(other.left);
    left.addAll(other.sweeps.keySet());
  }

  private boolean finished(long id, BooleanSupplier done) {
    if (!done.getAsBoolean()) {
      return false;
    }
    store.requests().finished(id, "swept", clock.instant());
    return true;
  }
}

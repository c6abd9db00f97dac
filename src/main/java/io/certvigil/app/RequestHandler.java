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

/** Executes the requests that commands have written to the store: sweep now. For one thread. */
final class RequestHandler {
  private final Store store;
  private final Sweeper sweeper;
  private final InstantSource clock;
  private final Map<Long, BooleanSupplier> sweeps = new LinkedHashMap<>();
  private final Set<Long> unfinished = new LinkedHashSet<>();

  RequestHandler(Store store, Sweeper sweeper, InstantSource clock) {
    this.store = store;
    this.sweeper = sweeper;
    this.clock = clock;
  }

  /** Begins new requests and marks those whose sweep is complete as finished. */
  void run() {
    List.copyOf(unfinished).forEach(this::begin);
    store.requests().pending().forEach(this::begin);
    sweeps.entrySet().removeIf(sweep -> finish(sweep.getKey(), sweep.getValue()));
  }

  private void begin(long id) {
    store.requests().markTaken(id, clock.instant());
    sweeps.put(id, sweeper.sweepNow());
    unfinished.remove(id);
  }

  /** Repeats the requests that another handler, which has stopped, has not finished. */
  void resumeUnfinished(RequestHandler stopped) {
    unfinished.addAll(stopped.unfinished);
    unfinished.addAll(stopped.sweeps.keySet());
  }

  private boolean finish(long id, BooleanSupplier done) {
    if (!done.getAsBoolean()) {
      return false;
    }
    store.requests().markFinished(id, "swept", clock.instant());
    return true;
  }
}

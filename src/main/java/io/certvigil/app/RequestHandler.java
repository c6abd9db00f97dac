package io.certvigil.app;

import io.certvigil.store.Requests;
import io.certvigil.store.Store;
import io.certvigil.sweep.Sweeper;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes the requests that commands have written to the store: sweep now, and reload the config.
 * For one thread.
 */
final class RequestHandler {
  private static final Logger log = LoggerFactory.getLogger(RequestHandler.class);

  private final Store store;
  private final Sweeper sweeper;
  private final Consumer<Requests.Pending> reloads;
  private final InstantSource clock;
  private final Map<Long, BooleanSupplier> sweeps = new LinkedHashMap<>();
  private final Set<Long> unfinished = new LinkedHashSet<>();

  /**
   * @param reloads reloads the config on another thread: a reload stops this one
   */
  RequestHandler(
      Store store, Sweeper sweeper, Consumer<Requests.Pending> reloads, InstantSource clock) {
    this.store = store;
    this.sweeper = sweeper;
    this.reloads = reloads;
    this.clock = clock;
  }

  /** Begins new requests and marks those whose sweep is complete as finished. */
  void run() {
    List.copyOf(unfinished).forEach(this::begin);
    store.requests().pending().forEach(this::take);
    sweeps.entrySet().removeIf(sweep -> finish(sweep.getKey(), sweep.getValue()));
  }

  private void take(Requests.Pending request) {
    store.requests().markTaken(request.id(), clock.instant());
    switch (request.kind()) {
      case SWEEP -> {
        log.atInfo().addKeyValue("by", request.by()).log("sweep requested");
        begin(request.id());
      }
      case RELOAD, RELOAD_DISCARDING -> reloads.accept(request);
    }
  }

  private void begin(long id) {
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

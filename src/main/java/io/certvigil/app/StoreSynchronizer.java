package io.certvigil.app;

import io.certvigil.config.Config;
import io.certvigil.metrics.MetricsPage;
import io.certvigil.store.CommittedScope;
import io.certvigil.store.Scopes;
import io.certvigil.store.Store;
import io.certvigil.store.receiver.ConfigChange;
import io.certvigil.sweep.Sweeper;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps the store, the metrics page and the sweeper consistent with the configuration. */
final class StoreSynchronizer {
  private final Config config;
  private final Store store;
  private final Sweeper sweeper;
  private final MetricsPage metrics;
  private final InstantSource clock;
  private volatile boolean stored;
  private volatile boolean initialized;

  StoreSynchronizer(SharedServices shared, DaemonComponents components) {
    config = components.config();
    store = shared.store();
    sweeper = components.sweeper();
    metrics = components.metrics();
    clock = shared.clock();
  }

  /**
   * Writes watches, channels and the expiry rules to the store: all of it or, if it throws, none.
   */
  void synchronizeStore() {
    synchronizeStore(ConfigChange.START);
  }

  /** The same. */
  void synchronizeStore(ConfigChange change) {
    var watches = new LinkedHashMap<String, Scopes.WatchSelection>();
    config.watch().forEach(watch -> watches.put(watch.name(), watch.selection()));
    store.applyConfig(
        watches,
        config.alerting().targets(),
        config.expiry().fingerprint(),
        change,
        clock.instant());
    stored = true;
  }

  /** The same as at a start, unless it was done. */
  void synchronizeStoreOnce() {
    if (!stored) {
      synchronizeStore();
    }
  }

  /** Removes scopes that no watch matches, then fills the metrics page and plans the sweeps. */
  void initializeFromStore() {
    metrics.countEvents(sweeper.removeUnwatched());
    metrics.firing(
        Stream.concat(
                store.alerts().unreadable().stream(), store.conditions().zoneAlerts().stream())
            .toList());
    metrics.conditions(store.conditions().reported());
    store.readings().forEachScope(this::load);
    removeFromMetrics(metrics.scopeKeys());
    sweeper.plan();
    initialized = true;
  }

  private void load(CommittedScope scope) {
    sweeper.recordSize(scope);
    metrics.update(scope);
  }

  /** Retries the initialization if the store failed in the middle of it during a reload. */
  void initializeIfNeeded() {
    if (!initialized) {
      initializeFromStore();
    }
  }

  /** Removes scopes that no watch has discovered, once every watch has completed its discovery. */
  void removeUnclaimed() {
    if (sweeper.canRemoveUnclaimed()) {
      var shown = metrics.scopeKeys(); // read before the store: scopes added meanwhile must stay
      metrics.countEvents(sweeper.removeUnclaimed());
      removeFromMetrics(shown);
    }
  }

  /** Removes those of the shown scopes that the store does not watch any more. */
  private void removeFromMetrics(Set<String> shown) {
    var watched =
        store.scopes().watched().stream()
            .map(list -> list.scope().key())
            .collect(Collectors.toSet());
    shown.stream().filter(key -> !watched.contains(key)).forEach(metrics::remove);
  }
}

package io.certvigil.app;

import io.certvigil.net.NameResolver;
import io.certvigil.store.Requests;
import io.certvigil.store.Store;
import io.certvigil.store.view.StoreStamp;
import io.certvigil.systemd.SystemdNotifier;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What survives a reload of the configuration.
 *
 * @param stamp of the store, while it is used on this machine
 * @param registry shared, so that counters continue after a reload
 * @param clock {@code time} in whole milliseconds, the precision of stored and sent timestamps
 * @param nanos the monotonic clock
 * @param names remembers the addresses of hosts whose names stop resolving
 * @param retention deletes old rows once a day, whatever is reloaded in between
 * @param started when the daemon started
 * @param reloadProblem why the last change of the config was not applied; empty if it was applied
 * @param reloads reloads the config for a command, on another thread
 */
record SharedServices(
    Store store,
    StoreStamp stamp,
    PrometheusMeterRegistry registry,
    VerifiedClock time,
    InstantSource clock,
    LongSupplier nanos,
    NameResolver names,
    RetentionTask retention,
    Version version,
    SystemdNotifier systemd,
    Instant started,
    Supplier<Optional<String>> reloadProblem,
    Consumer<Requests.Pending> reloads) {

  Instant now() {
    return clock.instant();
  }
}

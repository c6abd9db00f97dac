package io.certvigil.app;

import io.certvigil.store.Store;
import io.certvigil.systemd.Notifier;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What stays while the configuration changes.
 *
 * @param registry so that what is counted goes on
 * @param clock to the millisecond: what is stored and what is told agree
 * @param started when the daemon was
 * @param refused why the last change of the config was not applied; empty where it was
 */
record SharedServices(
    Store store,
    PrometheusMeterRegistry registry,
    VerifiedClock time,
    InstantSource clock,
    LongSupplier nanos,
    Version version,
    Notifier systemd,
    Instant started,
    Supplier<Optional<String>> refused) {}

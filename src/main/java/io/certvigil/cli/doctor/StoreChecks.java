package io.certvigil.cli.doctor;

import io.certvigil.config.Config;
import io.certvigil.policy.Health;
import io.certvigil.policy.impairment.Impairments;
import io.certvigil.store.Store;
import io.certvigil.store.failure.StoreException;
import io.certvigil.store.view.Backlog;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Checks the database, with or without a running daemon, as far as a command may access it. */
final class StoreChecks {
  private static final String FAILING = "failing";
  private static final String GONE = "no longer found";

  private static final String STORE = "store";

  private final io.certvigil.store.StoreSettings settings;
  private final Set<String> channels;
  private final Instant now;
  private final Consumer<Check> reporter;

  StoreChecks(Config config, Instant now, Consumer<Check> reporter) {
    settings = config.store();
    channels = config.alerting().channels().keySet();
    this.now = now;
    this.reporter = reporter;
  }

  /** Returns the state of the daemon's lists; empty if it cannot be read. */
  List<Health> run() {
    try {
      reporter.accept(Check.ok("sqlite", Store.sqliteVersion()));
      return Files.exists(settings.file()) ? checkExisting() : checkMissing();
    } catch (StoreException e) {
      reporter.accept(Check.failed(STORE, String.valueOf(e.getMessage())));
      return List.of();
    }
  }

  private List<Health> checkMissing() {
    Store.checkCanCreate(settings);
    reporter.accept(
        Check.ok(
            STORE, settings.file() + " does not exist yet: the daemon creates it at its start"));
    return List.of();
  }

  private List<Health> checkExisting() {
    try (var store = Store.openForCommand(settings)) {
      var health = store.scopes().health();
      store.checkWritable();
      var daemon = store.requests().daemonRuns() ? "a daemon is running" : "no daemon is running";
      reporter.accept(Check.ok(STORE, settings.file() + " is readable and writable; " + daemon));
      store.notices().list().forEach(text -> reporter.accept(Check.warning("store notice", text)));
      checkFreeSpace(store);
      checkIntegrity(store);
      checkReadings(health);
      checkDaemon(store, health);
      return health;
    }
  }

  private void checkFreeSpace(Store store) {
    var room = store.usableSpace();
    var free =
        room.isPresent() ? (room.getAsLong() >> 20) + " MiB are free" : "free space is unknown";
    reporter.accept(
        store
            .spaceShortage()
            .map(low -> Check.warning("store room", low))
            .orElseGet(() -> Check.ok("store room", free)));
  }

  private void checkIntegrity(Store store) {
    reporter.accept(
        store
            .damage()
            .map(
                what ->
                    Check.failed(
                        "store integrity",
                        what
                            + "; restore a backup, or move the file away to start with an empty"
                            + " store"))
            .orElseGet(() -> Check.ok("store integrity", "no damage found")));
  }

  /** What the daemon's pages say in red. */
  private void checkDaemon(Store store, List<Health> health) {
    var deliveries =
        store.outbox().backlog().stream()
            .filter(line -> channels.contains(line.channel()))
            .map(Backlog::health)
            .toList();
    Impairments.of(health, deliveries, null, now) // the space has a check of its own
        .forEach(one -> reporter.accept(Check.warning("daemon", one.line())));
  }

  private void checkReadings(List<Health> health) {
    var counts =
        health.stream()
            .filter(one -> one.source() != null)
            .collect(
                Collectors.groupingBy(StoreChecks::state, TreeMap::new, Collectors.counting()));
    var says = counts.isEmpty() ? "no lists known yet" : "lists of the daemon: " + words(counts);
    reporter.accept(
        counts.containsKey(FAILING) || counts.containsKey(GONE)
            ? Check.warning("readings", says + ": see the status page, or run certvigil sweep")
            : Check.ok("readings", says));
  }

  private static String words(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  /** The state of a list at the daemon's last attempt. */
  private static String state(Health one) {
    if (one.goneSince() != null) {
      return GONE;
    }
    boolean failing = one.fault() != null && !one.neverPermitted();
    return failing ? FAILING : one.permission().description();
  }
}

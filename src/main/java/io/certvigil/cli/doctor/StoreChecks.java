package io.certvigil.cli.doctor;

import io.certvigil.config.Config;
import io.certvigil.policy.Health;
import io.certvigil.store.Store;
import io.certvigil.store.failure.StoreException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The database, beside a daemon or without one: what a command may do, no more. */
final class StoreChecks {
  private static final String FAILING = "failing";
  private static final String GONE = "gone";

  private static final String STORE = "store";

  private final io.certvigil.store.StoreSettings settings;
  private final Consumer<Check> reporter;

  StoreChecks(Config config, Consumer<Check> told) {
    settings = config.store();
    this.reporter = told;
  }

  /** Returns what the daemon knows of its lists; empty where that cannot be read. */
  List<Health> run() {
    try {
      return Files.exists(settings.file()) ? checkExisting() : checkMissing();
    } catch (StoreException e) {
      reporter.accept(Check.failed(STORE, String.valueOf(e.getMessage())));
      return List.of();
    }
  }

  private List<Health> checkMissing() {
    Store.checkCanCreate(settings);
    reporter.accept(
        Check.ok(STORE, settings.file() + " is not there yet: the daemon makes it at its start"));
    return List.of();
  }

  private List<Health> checkExisting() {
    try (var store = Store.openForCommand(settings)) {
      var health = store.scopes().health();
      store.checkWritable();
      var daemon = store.requests().daemonRuns() ? "a daemon runs" : "no daemon runs";
      reporter.accept(Check.ok(STORE, settings.file() + " opens and takes writes; " + daemon));
      checkFreeSpace(store);
      checkIntegrity(store);
      checkReadings(health);
      return health;
    }
  }

  private void checkFreeSpace(Store store) {
    var room = store.usableSpace();
    var free = room.isPresent() ? (room.getAsLong() >> 20) + " MiB are free" : "room is not known";
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
                        what + "; put a backup in its place, or move it away to start anew"))
            .orElseGet(() -> Check.ok("store integrity", "nothing is damaged")));
  }

  private void checkReadings(List<Health> health) {
    var counts =
        health.stream()
            .filter(one -> one.source() != null)
            .collect(
                Collectors.groupingBy(StoreChecks::state, TreeMap::new, Collectors.counting()));
    var says = counts.isEmpty() ? "no list is known yet" : "of the daemon's lists " + words(counts);
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

  /** How a list stood at the daemon's last attempt. */
  private static String state(Health one) {
    if (one.goneSince() != null) {
      return GONE;
    }
    boolean failing = one.fault() != null && !one.neverPermitted();
    return failing ? FAILING : one.permission().description();
  }
}

package io.certvigil.cli.doctor;

import io.certvigil.config.Config;
import io.certvigil.policy.Health;
import io.certvigil.policy.Policy;
import io.certvigil.policy.impairment.Impairments;
import io.certvigil.store.Store;
import io.certvigil.store.StoreQueries;
import io.certvigil.store.failure.StoreException;
import io.certvigil.store.view.CommandQueries;
import io.certvigil.store.view.StoreFacts;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks the database, with or without a running daemon, as far as a command may access it. */
final class StoreChecks {
  private static final String FAILING = "failing";
  private static final String GONE = "no longer found";

  private static final String STORE = "store";

  private final io.certvigil.store.StoreSettings settings;
  private final Policy policy;
  private final Instant now;
  private final Supplier<Optional<CommandQueries>> daemon;
  private final Consumer<Check> reporter;

  /**
   * @param daemon finds the running daemon; empty if none runs, so that the store is opened
   */
  StoreChecks(
      Config config,
      Supplier<Optional<CommandQueries>> daemon,
      Instant now,
      Consumer<Check> reporter) {
    settings = config.store();
    this.daemon = daemon;
    this.now = now;
    policy = new Policy(config.expiry());
    this.reporter = reporter;
  }

  /** Returns the state of the daemon's lists; empty if it cannot be read. */
  List<Health> run() {
    try {
      reporter.accept(Check.ok("sqlite", Store.sqliteVersion()));
      var running = daemon.get();
      if (running.isPresent()) {
        return check(running.get().storeFacts());
      }
      return Files.exists(settings.file()) ? checkOpened() : checkMissing();
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

  private List<Health> checkOpened() {
    try (var store = Store.openForCommand(settings)) {
      return check(new StoreQueries(store, policy, Instant.EPOCH).writtenFacts());
    }
  }

  private List<Health> check(StoreFacts facts) {
    var works = facts.written() ? " is readable and writable; " : " is readable; ";
    var runs = facts.daemonRuns() ? "a daemon is running" : "no daemon is running";
    reporter.accept(Check.ok(STORE, settings.file() + works + runs));
    facts.notices().forEach(text -> reporter.accept(Check.warning("store notice", text)));
    checkFreeSpace(facts);
    checkIntegrity(facts.damage());
    checkReadings(facts.health());
    checkDaemon(facts.health());
    return facts.health();
  }

  private void checkFreeSpace(StoreFacts facts) {
    var usable = facts.usableBytes();
    var free = usable == null ? "free space is unknown" : (usable >> 20) + " MiB are free";
    var low = facts.shortage();
    reporter.accept(low == null ? Check.ok("store room", free) : Check.warning("store room", low));
  }

  private void checkIntegrity(@Nullable String damage) {
    var name = "store integrity";
    reporter.accept(
        damage == null
            ? Check.ok(name, "no damage found")
            : Check.failed(
                name,
                damage + "; restore a backup, or move the file away to start with an empty store"));
  }

  /** What the daemon's pages say in red; space and channels have checks of their own. */
  private void checkDaemon(List<Health> health) {
    Impairments.of(health, List.of(), null, now)
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

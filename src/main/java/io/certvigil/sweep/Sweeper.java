package io.certvigil.sweep;

import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Event;
import io.certvigil.policy.Policy;
import io.certvigil.store.CommittedScope;
import io.certvigil.store.Store;
import io.certvigil.store.failure.StoreException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is due, one scope after another, into the store. Each watch has its own line, so that
 * a slow or dead credential holds up no other.
 */
public final class Sweeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);
  // A store that takes nothing must not make us read everything again and again.
  private static final Duration STORE_FAILURE_PAUSE = Duration.ofMinutes(5);

  // An expiry so near is looked at as often as the config asks for.
  private static final Duration URGENT_BEFORE_EXPIRY = Duration.ofDays(30);

  private final SweepSettings settings;
  private final CloudflareReader api;
  private final Store store;
  private final Policy policy;
  private final Consumer<CommittedScope> committed;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final SweepMeters meters;
  private final IntervalPlanner intervals;
  private final Selection selection;
  private final ReadFailureLog readFailures = new ReadFailureLog();
  private final DiscoveryStatus discoveryStatus = new DiscoveryStatus();
  private final ZoneProgress zoneProgress = new ZoneProgress();
  private volatile boolean unclaimedRemoved;
  private final Map<String, Instant> resumeAfter = new ConcurrentHashMap<>();
  private final Map<String, SweepWorker> workers = new LinkedHashMap<>();

  /**
   * Makes the lines; nothing is read before {@link #start} or {@link #sweep}.
   *
   * @param committed told of each scope that a reading changed or confirmed
   */
  public Sweeper(
      SweepSettings settings,
      CloudflareReader api,
      Store store,
      Policy policy,
      Consumer<CommittedScope> committed,
      InstantSource clock,
      Sleeper pause,
      MeterRegistry registry) {
    this.settings = settings;
    this.api = api;
    this.store = store;
    this.policy = policy;
    this.committed = committed;
    this.clock = clock;
    this.sleeper = pause;
    meters = new SweepMeters(registry, settings);
    var budget = new RequestBudget(settings.requestsPer5m(), api::requests);
    intervals = new IntervalPlanner(settings, budget, store.scopes(), meters);
    selection = new Selection(settings.sources());
    for (var watch : settings.watches()) {
      workers.put(
          watch.name(),
          new SweepWorker(watch.name(), () -> sweep(watch, SweepProgressListener.NONE)));
    }
  }

  /**
   * Lets go of what the config watches no more, and frees what its watch takes no more for another
   * one to find; before anything is read.
   */
  public List<Event> removeUnwatched() {
    var events =
        store.scopes().retainWatched(list -> selects(list.scope()), policy, clock.instant());
    if (store.scopes().releaseFromWatch(this::stillSelects) > 0) {
      settings.watches().forEach(watch -> store.scopes().due(watch.name(), clock.instant()));
    }
    intervals.storeIntervals();
    store.scopes().watched().forEach(intervals::expectList); // what no sweep has come to yet, too
    return events;
  }

  /** Whether every watch knows its accounts and zones, and what none has found is still there. */
  public boolean canRemoveUnclaimed() {
    return !unclaimedRemoved && discoveryStatus.coversAll(settings.watches().size());
  }

  /**
   * Lets go of what no watch has found, once that is known: the credential that could see it is in
   * the config no more.
   */
  public List<Event> removeUnclaimed() {
    var events =
        store
            .scopes()
            .retainWatched(
                list -> stillSelects(list) || mayStillExist(list), policy, clock.instant());
    unclaimedRemoved = true;
    return events;
  }

  /** A list of accounts that is not whole says nothing about an account that is not on it. */
  private boolean mayStillExist(WatchedScope list) {
    return list.scope().level() == ScopeLevel.ACCOUNT && !discoveryStatus.allAccountsComplete();
  }

  /** From now on what is due is read; begins with what still is. */
  public void start() {
    workers.values().forEach(SweepWorker::start);
    resume();
  }

  private boolean selects(Scope scope) {
    return settings.watches().stream().anyMatch(watch -> selects(watch, scope));
  }

  private boolean selects(Watch watch, Scope scope) {
    return settings.sources().contains(scope.source()) && watch.selects(scope);
  }

  /** Whether the watch that has this list still takes it. */
  private boolean stillSelects(WatchedScope list) {
    return settings.watches().stream()
        .anyMatch(watch -> watch.name().equals(list.watch()) && selects(watch, list.scope()));
  }

  /**
   * What the store already knows of a scope's length, so that the budget is right from the start.
   */
  public void recordSize(CommittedScope scope) {
    intervals.recordSize(scope);
  }

  /** Stretches the intervals that cannot fit the budget, and says so with the arithmetic. */
  public void plan() {
    intervals.plan();
  }

  /**
   * The schedule's tick: marks a watch as due. Of one whose interval is stretched only what presses
   * is due; for the rest it has other ticks.
   */
  public void markDue(Watch watch) {
    if (!intervals.stretched(watch)) {
      requestSweep(watch);
    } else if (intervals.mayReadUrgent(watch, clock.instant())) {
      markUrgentDue(watch);
    }
  }

  /** Accounts' lists and those near an expiry or a rung keep their interval where others cannot. */
  private void markUrgentDue(Watch watch) {
    var now = clock.instant();
    var soon = now.plus(intervals.of(watch)).plus(intervals.of(watch));
    var pressing =
        store.scopes().markUrgentDue(watch.name(), now.plus(URGENT_BEFORE_EXPIRY), soon, now);
    intervals.urgentDue(watch, pressing, now);
    worker(watch).wake();
  }

  private void requestSweep(Watch watch) {
    var line = worker(watch);
    if (line.fullSweepActive()) {
      meters.skip(watch.name());
      log.atWarn().addKeyValue("watch", watch.name()).log("sweep skipped: the last one still runs");
      return;
    }
    store.scopes().due(watch.name(), clock.instant());
    line.requestFullSweep();
  }

  /**
   * An operator's wish: everything, whatever its interval, also what was never permitted.
   *
   * @return true once it was tried
   */
  public BooleanSupplier sweepNow() {
    var tickets = settings.watches().stream().map(this::sweepNow).toList();
    return () -> tickets.stream().allMatch(BooleanSupplier::getAsBoolean);
  }

  private BooleanSupplier sweepNow(Watch watch) {
    store.scopes().markAllDue(watch.name(), clock.instant());
    return worker(watch).completion();
  }

  /** Each minute: stretched intervals that are over, and what an earlier sweep left. */
  public void checkIntervals() {
    plan();
    var now = clock.instant();
    settings.watches().stream()
        .filter(watch -> intervals.stretched(watch) && intervals.hasElapsed(watch, now))
        .filter(watch -> !worker(watch).fullSweepActive())
        .forEach(this::requestSweep);
    resume();
  }

  /** Goes on with what is due and not being read: after a restart, or when the store was down. */
  private void resume() {
    var now = clock.instant();
    settings.watches().stream()
        .filter(watch -> !now.isBefore(resumeAfter.getOrDefault(watch.name(), Instant.MIN)))
        .forEach(watch -> worker(watch).wake());
  }

  /** How far the sweeps are that run just now; empty while none does. */
  public Optional<SweepStatus> status() {
    return zoneProgress.status();
  }

  private SweepWorker worker(Watch watch) {
    return Objects.requireNonNull(workers.get(watch.name()));
  }

  /** Marks everything as due and reads it, in the caller's thread. */
  public SweepSummary sweepAll(SweepProgressListener progress) {
    return settings.watches().stream()
        .map(
            watch -> {
              store.scopes().markAllDue(watch.name(), clock.instant());
              return sweep(watch, progress);
            })
        .reduce(SweepSummary.NOTHING, SweepSummary::plus);
  }

  /** Reads what is due of one watch. Only one thread does so for one watch at a time. */
  private SweepSummary sweep(Watch watch, SweepProgressListener progress) {
    if (!store.scopes().discoveryDue(watch.name()) && store.scopes().dueCount(watch.name()) == 0) {
      return SweepSummary.NOTHING;
    }
    long begin = System.nanoTime();
    meters.begin(watch.name());
    zoneProgress.begin(watch.name());
    try {
      discover(watch);
      var summary = readDue(watch, progress).took(Duration.ofNanos(System.nanoTime() - begin));
      if (summary.scopes() > 0) {
        log.atInfo().addKeyValue("watch", watch.name()).log("swept: {}", summary);
      }
      return summary;
    } catch (InterruptedException | CancellationException e) {
      Thread.currentThread().interrupt();
      return SweepSummary.NOTHING;
    } finally {
      readFailures.report();
      zoneProgress.end(watch.name());
      meters.end(watch.name(), Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  private void discover(Watch watch) {
    if (!store.scopes().discoveryDue(watch.name())) {
      return;
    }
    var discovery = api.discover(watch.credential());
    var found = selection.of(watch, discovery, intervals.of(watch));
    store
        .scopes()
        .recordDiscovery(watch.name(), watch.credential(), discovery, found, clock.instant());
    store.scopes().setEffectiveInterval(watch.name(), intervals.of(watch));
    discoveryStatus.update(watch, discovery); // only now: what it found is its own from here on
    found.forEach(intervals::expectList);
    if (discovery.failure().isEmpty() && discovery.accountsComplete()) {
      intervals.retainOnly(watch, found);
    }
    plan();
  }

  /** What a pause of the credential kept from being read is read once more when it is over. */
  private SweepSummary readDue(Watch watch, SweepProgressListener progress)
      throws InterruptedException {
    progress.planned(store.scopes().dueCount(watch.name()));
    var due = new DueQueue(most -> store.scopes().due(watch.name(), most));
    zoneProgress.planned(watch.name(), store.scopes().dueByZone(watch.name()));
    var round = new ParallelReader(api, sleeper, clock);
    var limited =
        round.read(
            due::next,
            list ->
                reading -> {
                  zoneProgress.read(list); // what is read again after a pause counts once
                  return commit(list, reading, progress, due);
                });
    var again = new ArrayDeque<>(limited);
    var last = new ParallelReader(api, sleeper, clock);
    last.read(
        () -> Optional.ofNullable(again.poll()),
        list -> reading -> commit(list, reading, progress, due));
    plan();
    return round.total().minusFailed(limited.size()).plus(last.total());
  }

  /** An edge: a store that does not take a reading leaves the scope due, and is counted. */
  private SweepSummary commit(
      WatchedScope watched, Reading reading, SweepProgressListener progress, DueQueue due) {
    meters.read(reading);
    readFailures.update(reading);
    try {
      var scope = store.readings().commit(watched, reading, policy, clock.instant());
      due.markStored(watched);
      if (!(reading instanceof Reading.Failed)) {
        intervals.recordSize(scope);
      }
      committed.accept(scope);
      progress.read(scope);
      return SweepSummary.of(reading, scope);
    } catch (StoreException e) {
      meters.notStored(watched.scope().source());
      resumeAfter.put(watched.watch(), clock.instant().plus(STORE_FAILURE_PAUSE));
      log.atError()
          .addKeyValue("scope", watched.scope())
          .addKeyValue("error", e.getMessage())
          .log("a reading could not be stored; the list stays due");
      return SweepSummary.FAILED;
    }
  }

  /** Stops reading; what was not committed stays due. */
  @Override
  public void close() {
    workers.values().forEach(SweepWorker::close);
    meters.close();
  }
}

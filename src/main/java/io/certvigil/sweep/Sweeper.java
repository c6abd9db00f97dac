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
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the due scopes, one after another, into the store. Each watch has its own worker thread, so
 * that a slow or invalid credential does not delay the others.
 */
public final class Sweeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);
  // If the store accepts no writes, the scopes must not be read again continuously.
  private static final Duration STORE_FAILURE_PAUSE = Duration.ofMinutes(5);

  // Lists with a certificate that expires within this time keep the configured interval.
  private static final Duration URGENT_BEFORE_EXPIRY = Duration.ofDays(30);

  private final SweepSettings settings;
  private final CloudflareReader api;
  private final Store store;
  private final Policy policy;
  private final Consumer<CommittedScope> committed;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final SweepMeters meters;
  private final RequestBudget budget;
  private final IntervalPlanner intervals;
  private final Selection selection;
  private final CredentialViews views;
  private final ReadFailureLog readFailures = new ReadFailureLog();
  private final StoreFailureLog storeFailures = new StoreFailureLog();
  private final DiscoveryStatus discoveryStatus = new DiscoveryStatus();
  private final ListProgress listProgress = new ListProgress();
  private volatile boolean unclaimedRemoved;
  private final Map<String, Instant> resumeAfter = new ConcurrentHashMap<>();
  private final Map<String, SweepWorker> workers = new LinkedHashMap<>();

  /** Waits until a moment; an interface so that tests need not wait. */
  public interface Sleeper {
    void until(Instant moment) throws InterruptedException;
  }

  /**
   * Creates the workers; nothing is read before {@link #start} or {@link #sweepAll}.
   *
   * @param committed called with each scope that a reading changed or confirmed
   */
  public Sweeper(
      SweepSettings settings,
      CloudflareReader api,
      Store store,
      Policy policy,
      Consumer<CommittedScope> committed,
      InstantSource clock,
      Sleeper sleeper,
      MeterRegistry registry) {
    this.settings = settings;
    this.api = api;
    this.store = store;
    this.policy = policy;
    this.committed = committed;
    this.clock = clock;
    this.sleeper = sleeper;
    meters = new SweepMeters(registry, settings);
    budget = new RequestBudget(settings.requestsPer5m(), api::requests);
    intervals = new IntervalPlanner(settings, budget, store.scopes(), meters);
    selection = new Selection(settings.sources());
    views = new CredentialViews(api, store, clock);
    for (var watch : settings.watches()) {
      workers.put(
          watch.name(),
          new SweepWorker(watch.name(), () -> sweep(watch, SweepProgressListener.NONE)));
    }
  }

  /**
   * Stops watching the scopes that no watch of the config selects, and releases those that their
   * own watch no longer selects, so that another watch can find them. To be called before anything
   * is read.
   */
  public List<Event> removeUnwatched() {
    var events =
        store.scopes().retainWatched(list -> selects(list.scope()), policy, clock.instant());
    if (store.scopes().releaseFromWatch(this::stillSelects) > 0) {
      settings.watches().forEach(watch -> store.scopes().due(watch.name(), clock.instant()));
    }
    intervals.storeIntervals(clock.instant());
    store.scopes().watched().forEach(budget::expectList); // including scopes that were never read
    return events;
  }

  /**
   * True if every watch has a complete discovery, and the scopes that no watch has found were not
   * removed yet.
   */
  public boolean canRemoveUnclaimed() {
    return !unclaimedRemoved && discoveryStatus.coversAll(settings.watches().size());
  }

  /**
   * Stops watching the scopes that no watch has found: the credential to which they were visible is
   * no longer in the config. To be called after {@link #canRemoveUnclaimed} returned true.
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

  /**
   * True for scopes of accounts while a list of accounts is incomplete: a missing account may still
   * exist.
   */
  private boolean mayStillExist(WatchedScope list) {
    return list.scope().level() == ScopeLevel.ACCOUNT && !discoveryStatus.allAccountsComplete();
  }

  /** Starts the workers, beginning with the scopes that are still due. */
  public void start() {
    workers.values().forEach(SweepWorker::start);
    resume();
  }

  private boolean selects(Scope scope) {
    return settings.watches().stream().anyMatch(watch -> selects(watch, scope));
  }

  private boolean selects(WatchEntry watch, Scope scope) {
    return settings.sources().contains(scope.source()) && watch.selects(scope);
  }

  /** True if the watch to which this list belongs still selects it. */
  private boolean stillSelects(WatchedScope list) {
    return settings.watches().stream()
        .anyMatch(watch -> watch.name().equals(list.watch()) && selects(watch, list.scope()));
  }

  /** Records the stored size of a scope, so that the request budget is correct from the start. */
  public void recordSize(CommittedScope scope) {
    budget.recordSize(scope.watched(), scope.expected());
  }

  /** Stretches the intervals that exceed the request budget, and logs the calculation. */
  public void plan() {
    intervals.plan(clock.instant());
  }

  /**
   * Marks a watch as due; called by the schedule. If its interval is stretched, only its urgent
   * scopes become due; {@link #checkIntervals} handles the others.
   */
  public void markDue(WatchEntry watch) {
    if (!intervals.stretched(watch)) {
      requestSweep(watch);
    } else if (intervals.mayReadUrgent(watch, clock.instant())) {
      markUrgentDue(watch);
    }
  }

  /**
   * Marks the urgent scopes as due: lists of accounts and lists with a certificate near its expiry
   * or an alert step keep the configured interval when others are stretched.
   */
  private void markUrgentDue(WatchEntry watch) {
    var now = clock.instant();
    var soon = now.plus(intervals.of(watch)).plus(intervals.of(watch));
    var pressing =
        store.scopes().markUrgentDue(watch.name(), now.plus(URGENT_BEFORE_EXPIRY), soon, now);
    intervals.urgentDue(watch, pressing, now);
    worker(watch).wake();
  }

  private void requestSweep(WatchEntry watch) {
    var worker = worker(watch);
    if (worker.fullSweepActive()) {
      meters.skip(watch.name());
      log.atWarn()
          .addKeyValue("watch", watch.name())
          .log("sweep skipped: the previous one is still running");
      return;
    }
    store.scopes().due(watch.name(), clock.instant());
    worker.requestFullSweep();
  }

  /**
   * Starts a sweep of all scopes on request of an operator, regardless of their intervals,
   * including those for which permission was denied so far.
   *
   * @return gives true after every scope was tried
   */
  public BooleanSupplier sweepNow() {
    var tickets = settings.watches().stream().map(this::sweepNow).toList();
    return () -> tickets.stream().allMatch(BooleanSupplier::getAsBoolean);
  }

  private BooleanSupplier sweepNow(WatchEntry watch) {
    store.scopes().markAllDue(watch.name(), clock.instant());
    return worker(watch).completion();
  }

  /**
   * Called each minute: starts sweeps whose stretched interval has passed, and continues with
   * scopes that an earlier sweep left due.
   */
  public void checkIntervals() {
    plan();
    var now = clock.instant();
    settings.watches().stream()
        .filter(watch -> intervals.stretched(watch) && intervals.hasElapsed(watch, now))
        .filter(watch -> !worker(watch).fullSweepActive())
        .forEach(this::requestSweep);
    resume();
  }

  /**
   * Continues with scopes that are due but not being read: after a restart, or after a failure of
   * the store.
   */
  private void resume() {
    var now = clock.instant();
    settings.watches().stream()
        .filter(watch -> !now.isBefore(resumeAfter.getOrDefault(watch.name(), Instant.MIN)))
        .forEach(watch -> worker(watch).wake());
  }

  /** The progress of the running sweeps; empty if none is running. */
  public Optional<SweepStatus> status() {
    return listProgress.status();
  }

  /** Which credentials see no zone and what to do, in one line; empty if each sees one. */
  public Optional<String> noZone() {
    return discoveryStatus.noZone();
  }

  private SweepWorker worker(WatchEntry watch) {
    return Objects.requireNonNull(workers.get(watch.name()));
  }

  /** Marks all scopes as due and reads them, on the thread of the caller. */
  public SweepSummary sweepAll(SweepProgressListener progress) {
    return settings.watches().stream()
        .map(
            watch -> {
              store.scopes().markAllDue(watch.name(), clock.instant());
              return sweep(watch, progress);
            })
        .reduce(SweepSummary.NOTHING, SweepSummary::plus);
  }

  /** Reads the due scopes of one watch. Only one thread may sweep a watch at a time. */
  private SweepSummary sweep(WatchEntry watch, SweepProgressListener progress) {
    if (!store.scopes().discoveryDue(watch.name()) && store.scopes().dueCount(watch.name()) == 0) {
      return SweepSummary.NOTHING;
    }
    long begin = System.nanoTime();
    meters.begin(watch.name());
    listProgress.begin(watch.name());
    try {
      discover(watch);
      var summary = readDue(watch, progress).took(Duration.ofNanos(System.nanoTime() - begin));
      views.check(watch.credential());
      if (summary.scopes() > 0) {
        log.atInfo().addKeyValue("watch", watch.name()).log("swept: {}", summary);
      }
      return summary;
    } catch (InterruptedException | CancellationException e) {
      Thread.currentThread().interrupt();
      return SweepSummary.NOTHING;
    } finally {
      readFailures.report();
      storeFailures.report(watch.name());
      listProgress.end(watch.name());
      meters.end(watch.name(), Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  private void discover(WatchEntry watch) {
    if (!store.scopes().discoveryDue(watch.name())) {
      return;
    }
    var discovery = api.discover(watch.credential(), watch.seeds());
    var found = selection.of(watch, discovery, intervals.of(watch));
    store
        .scopes()
        .recordDiscovery(watch.name(), watch.credential(), discovery, found, clock.instant());
    store.scopes().setEffectiveInterval(watch.name(), intervals.of(watch), clock.instant());
    // After storing, because from now on the found scopes belong to this watch.
    discoveryStatus.update(watch, discovery);
    found.forEach(budget::expectList);
    if (discovery.failure().isEmpty() && discovery.accountsComplete()) {
      budget.retainOnly(
          watch, found.stream().map(list -> list.scope().key()).collect(Collectors.toSet()));
    }
    plan();
  }

  /**
   * Reads the due scopes. Scopes that could not be read because the credential was paused are read
   * once more after the pause.
   */
  private SweepSummary readDue(WatchEntry watch, SweepProgressListener progress)
      throws InterruptedException {
    int lists = store.scopes().dueCount(watch.name());
    progress.planned(lists);
    listProgress.planned(watch.name(), lists);
    var due = new DueQueue(most -> store.scopes().due(watch.name(), most));
    var reader = new ParallelReader(api, sleeper, clock);
    var limited =
        reader.read(
            due::next,
            list ->
                reading -> {
                  listProgress.read(list); // a scope that is read again after a pause counts once
                  return commit(list, reading, progress, due);
                });
    var again = new ArrayDeque<>(limited);
    var retryReader = new ParallelReader(api, sleeper, clock);
    retryReader.read(
        () -> Optional.ofNullable(again.poll()),
        list -> reading -> commit(list, reading, progress, due));
    plan();
    return reader.total().minusFailed(limited.size()).plus(retryReader.total());
  }

  /** Stores a reading. If the store fails, the scope stays due and the failure is counted. */
  private SweepSummary commit(
      WatchedScope watched, Reading reading, SweepProgressListener progress, DueQueue due) {
    meters.read(reading);
    readFailures.update(reading);
    try {
      var scope = store.readings().commit(watched, reading, policy, clock.instant());
      due.markStored(watched);
      if (!(reading instanceof Reading.Failed)) {
        recordSize(scope);
      }
      views.committed(scope);
      committed.accept(scope);
      progress.read(scope);
      return SweepSummary.of(reading, scope);
    } catch (StoreException e) {
      meters.notStored(watched.scope().source());
      resumeAfter.put(watched.watch(), clock.instant().plus(STORE_FAILURE_PAUSE));
      storeFailures.add(watched, e);
      return SweepSummary.FAILED;
    }
  }

  /** Stops reading; scopes that were not committed stay due. */
  @Override
  public void close() {
    workers.values().forEach(SweepWorker::close);
    meters.close();
  }
}

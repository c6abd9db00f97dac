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
  private static final Duration REST = Duration.ofMinutes(5);

  // An expiry so near is looked at as often as the config asks for.
  private static final Duration PRESSING = Duration.ofDays(30);

  private final SweepSettings settings;
  private final CloudflareReader api;
  private final Store store;
  private final Policy policy;
  private final Consumer<CommittedScope> committed;
  private final InstantSource clock;
  private final Sleeper pause;
  private final SweepMeters meters;
  private final IntervalPlanner intervals;
  private final Selection selection;
  private final ReadFailureLog unreadable = new ReadFailureLog();
  private final DiscoveryStatus discoveries = new DiscoveryStatus();
  private final ZoneProgress stints = new ZoneProgress();
  private volatile boolean claimed;
  private final Map<String, Instant> rest = new ConcurrentHashMap<>();
  private final Map<String, SweepWorker> lines = new LinkedHashMap<>();

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
    this.pause = pause;
    meters = new SweepMeters(registry, settings);
    var budget = new RequestBudget(settings.requestsPer5m(), api::requests);
    intervals = new IntervalPlanner(settings, budget, store.scopes(), meters);
    selection = new Selection(settings.sources());
    for (var watch : settings.watches()) {
      lines.put(
          watch.name(),
          new SweepWorker(watch.name(), () -> sweep(watch, SweepProgressListener.NONE)));
    }
  }

  /**
   * Lets go of what the config watches no more, and frees what its watch takes no more for another
   * one to find; before anything is read.
   */
  public List<Event> letGo() {
    var events = store.scopes().retainWatched(list -> takes(list.scope()), policy, clock.instant());
    if (store.scopes().releaseFromWatch(this::holds) > 0) {
      settings.watches().forEach(watch -> store.scopes().due(watch.name(), clock.instant()));
    }
    intervals.store();
    store.scopes().watched().forEach(intervals::expect); // what no sweep has come to yet, too
    return events;
  }

  /** Whether every watch knows its accounts and zones, and what none has found is still there. */
  public boolean mayLetGoUnclaimed() {
    return !claimed && discoveries.allOf(settings.watches().size());
  }

  /**
   * Lets go of what no watch has found, once that is known: the credential that could see it is in
   * the config no more.
   */
  public List<Event> letGoUnclaimed() {
    var events =
        store.scopes().retainWatched(list -> holds(list) || unsure(list), policy, clock.instant());
    claimed = true;
    return events;
  }

  /** A list of accounts that is not whole says nothing about an account that is not on it. */
  private boolean unsure(WatchedScope list) {
    return list.scope().level() == ScopeLevel.ACCOUNT && !discoveries.allAccounts();
  }

  /** From now on what is due is read; begins with what still is. */
  public void start() {
    lines.values().forEach(SweepWorker::start);
    resume();
  }

  private boolean takes(Scope scope) {
    return settings.watches().stream().anyMatch(watch -> takes(watch, scope));
  }

  private boolean takes(Watch watch, Scope scope) {
    return settings.sources().contains(scope.source()) && watch.takes(scope);
  }

  /** Whether the watch that has this list still takes it. */
  private boolean holds(WatchedScope list) {
    return settings.watches().stream()
        .anyMatch(watch -> watch.name().equals(list.watch()) && takes(watch, list.scope()));
  }

  /**
   * What the store already knows of a scope's length, so that the budget is right from the start.
   */
  public void learn(CommittedScope scope) {
    intervals.learn(scope);
  }

  /** Stretches the intervals that cannot fit the budget, and says so with the arithmetic. */
  public void plan() {
    intervals.plan();
  }

  /**
   * The schedule's tick: marks a watch as due. Of one whose interval is stretched only what presses
   * is due; for the rest it has other ticks.
   */
  public void due(Watch watch) {
    if (!intervals.stretched(watch)) {
      begin(watch);
    } else if (intervals.mayPress(watch, clock.instant())) {
      press(watch);
    }
  }

  /** Accounts' lists and those near an expiry or a rung keep their interval where others cannot. */
  private void press(Watch watch) {
    var now = clock.instant();
    var soon = now.plus(intervals.of(watch)).plus(intervals.of(watch));
    var pressing = store.scopes().markUrgentDue(watch.name(), now.plus(PRESSING), soon, now);
    intervals.pressed(watch, pressing, now);
    line(watch).wake();
  }

  private void begin(Watch watch) {
    var line = line(watch);
    if (line.full()) {
      meters.skip(watch.name());
      log.atWarn().addKeyValue("watch", watch.name()).log("sweep skipped: the last one still runs");
      return;
    }
    store.scopes().due(watch.name(), clock.instant());
    line.begin();
  }

  /**
   * An operator's wish: everything, whatever its interval, also what was never permitted.
   *
   * @return true once it was tried
   */
  public BooleanSupplier now() {
    var tickets = settings.watches().stream().map(this::now).toList();
    return () -> tickets.stream().allMatch(BooleanSupplier::getAsBoolean);
  }

  private BooleanSupplier now(Watch watch) {
    store.scopes().markAllDue(watch.name(), clock.instant());
    return line(watch).ticket();
  }

  /** Each minute: stretched intervals that are over, and what an earlier sweep left. */
  public void minute() {
    plan();
    var now = clock.instant();
    settings.watches().stream()
        .filter(watch -> intervals.stretched(watch) && intervals.over(watch, now))
        .filter(watch -> !line(watch).full())
        .forEach(this::begin);
    resume();
  }

  /** Goes on with what is due and not being read: after a restart, or when the store was down. */
  private void resume() {
    var now = clock.instant();
    settings.watches().stream()
        .filter(watch -> !now.isBefore(rest.getOrDefault(watch.name(), Instant.MIN)))
        .forEach(watch -> line(watch).wake());
  }

  /** How far the sweeps are that run just now; empty while none does. */
  public Optional<SweepStatus> underWay() {
    return stints.underWay();
  }

  private SweepWorker line(Watch watch) {
    return Objects.requireNonNull(lines.get(watch.name()));
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
    stints.begin(watch.name());
    try {
      explore(watch);
      var summary = drain(watch, progress).took(Duration.ofNanos(System.nanoTime() - begin));
      if (summary.scopes() > 0) {
        log.atInfo().addKeyValue("watch", watch.name()).log("swept: {}", summary);
      }
      return summary;
    } catch (InterruptedException | CancellationException e) {
      Thread.currentThread().interrupt();
      return SweepSummary.NOTHING;
    } finally {
      unreadable.report();
      stints.end(watch.name());
      meters.end(watch.name(), Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  private void explore(Watch watch) {
    if (!store.scopes().discoveryDue(watch.name())) {
      return;
    }
    var discovery = api.discover(watch.credential());
    var found = selection.of(watch, discovery, intervals.of(watch));
    store
        .scopes()
        .recordDiscovery(watch.name(), watch.credential(), discovery, found, clock.instant());
    store.scopes().setEffectiveInterval(watch.name(), intervals.of(watch));
    discoveries.saw(watch, discovery); // only now: what it found is its own from here on
    found.forEach(intervals::expect);
    if (discovery.failure().isEmpty() && discovery.accountsComplete()) {
      intervals.keep(watch, found);
    }
    plan();
  }

  /** What a pause of the credential kept from being read is read once more when it is over. */
  private SweepSummary drain(Watch watch, SweepProgressListener progress)
      throws InterruptedException {
    progress.planned(store.scopes().dueCount(watch.name()));
    var due = new DueQueue(most -> store.scopes().due(watch.name(), most));
    stints.planned(watch.name(), store.scopes().dueByZone(watch.name()));
    var round = new ParallelReader(api, pause, clock);
    var limited =
        round.read(
            due::next,
            list ->
                reading -> {
                  stints.read(list); // what is read again after a pause counts once
                  return keep(list, reading, progress, due);
                });
    var again = new ArrayDeque<>(limited);
    var last = new ParallelReader(api, pause, clock);
    last.read(
        () -> Optional.ofNullable(again.poll()),
        list -> reading -> keep(list, reading, progress, due));
    plan();
    return round.total().minusFailed(limited.size()).plus(last.total());
  }

  /** An edge: a store that does not take a reading leaves the scope due, and is counted. */
  private SweepSummary keep(
      WatchedScope watched, Reading reading, SweepProgressListener progress, DueQueue due) {
    meters.read(reading);
    unreadable.saw(reading);
    try {
      var scope = store.readings().commit(watched, reading, policy, clock.instant());
      due.settled(watched);
      if (!(reading instanceof Reading.Failed)) {
        intervals.learn(scope);
      }
      committed.accept(scope);
      progress.read(scope);
      return SweepSummary.of(reading, scope);
    } catch (StoreException e) {
      meters.notStored(watched.scope().source());
      rest.put(watched.watch(), clock.instant().plus(REST));
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
    lines.values().forEach(SweepWorker::close);
    meters.close();
  }
}

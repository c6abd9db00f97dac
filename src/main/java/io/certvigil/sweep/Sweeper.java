package io.certvigil.sweep;

import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import io.certvigil.model.Watched;
import io.certvigil.policy.Event;
import io.certvigil.policy.Policy;
import io.certvigil.store.Committed;
import io.certvigil.store.Store;
import io.certvigil.store.StoreException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is due, one scope after another, into the store. Each watch has its own line, so that
 * a slow or dead credential holds up no other.
 */
public final class Sweeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

  private final Settings settings;
  private final Api api;
  private final Store store;
  private final Policy policy;
  private final Consumer<Committed> committed;
  private final InstantSource clock;
  private final Pause pause;
  private final SweepMeters meters;
  private final Budget budget;
  private final Selection selection;
  private final Unreadable unreadable = new Unreadable();
  private final Map<String, Duration> effective = new LinkedHashMap<>();
  private final Map<String, Line> lines = new LinkedHashMap<>();

  /**
   * Makes the lines; nothing is read before {@link #start} or {@link #sweep}.
   *
   * @param committed told of each scope that a reading changed or confirmed
   */
  public Sweeper(
      Settings settings,
      Api api,
      Store store,
      Policy policy,
      Consumer<Committed> committed,
      InstantSource clock,
      Pause pause,
      MeterRegistry registry) {
    this.settings = settings;
    this.api = api;
    this.store = store;
    this.policy = policy;
    this.committed = committed;
    this.clock = clock;
    this.pause = pause;
    meters = new SweepMeters(registry, settings);
    budget = new Budget(settings.requestsPer5m(), api::requests);
    selection = new Selection(settings.sources());
    for (var watch : settings.watches()) {
      effective.put(watch.name(), watch.every());
      lines.put(watch.name(), new Line(watch.name(), () -> sweep(watch, Progress.NONE)));
    }
  }

  /** Lets go of what the config watches no more; before anything is read. */
  public List<Event> letGo() {
    return store.scopes().retain(this::takes, policy, clock.instant());
  }

  /** From now on what is due is read; begins with what still is. */
  public void start() {
    lines.values().forEach(Line::start);
    resume();
  }

  private boolean takes(Scope scope) {
    return settings.sources().contains(scope.source())
        && settings.watches().stream().anyMatch(watch -> watch.takes(scope));
  }

  /**
   * What the store already knows of a scope's length, so that the budget is right from the start.
   */
  public void learn(Committed scope) {
    budget.learn(scope.watched(), scope.expected());
  }

  /** Stretches the intervals that cannot fit the budget, and says so with the arithmetic. */
  public void plan() {
    budget.plan(settings.watches()).forEach(this::plan);
  }

  private synchronized void plan(Budget.Plan plan) {
    var name = plan.watch().name();
    if (plan.effective().equals(effective.put(name, plan.effective()))) {
      return;
    }
    store.scopes().interval(name, plan.effective());
    meters.interval(name, plan.effective());
    log.atWarn()
        .addKeyValue("watch", name)
        .addKeyValue("requests", plan.requests())
        .addKeyValue("requests_per_5m", settings.requestsPer5m())
        .addKeyValue("sweep", plan.sweep(budget.perSecond()))
        .addKeyValue("every", plan.watch().every())
        .addKeyValue("effective", plan.effective())
        .log(
            plan.stretched()
                ? "a sweep does not fit the budget: its interval is stretched"
                : "a sweep fits the budget again: its interval is as configured");
  }

  private synchronized Duration interval(Watch watch) {
    return effective.getOrDefault(watch.name(), watch.every());
  }

  /** The schedule's tick: marks a watch as due, unless its interval is stretched beyond this. */
  public void due(Watch watch) {
    var now = clock.instant();
    if (tooEarly(watch, now)) {
      return;
    }
    if (!store.scopes().due(watch.name(), now)) {
      meters.skip(watch.name());
      log.atWarn().addKeyValue("watch", watch.name()).log("sweep skipped: the last one still runs");
    }
    wake(watch);
  }

  /** An operator's wish: marks a watch as due whatever its interval, and begins. */
  public void now(Watch watch) {
    store.scopes().due(watch.name(), clock.instant());
    wake(watch);
  }

  private boolean tooEarly(Watch watch, Instant now) {
    return interval(watch).compareTo(watch.every()) > 0
        && store
            .scopes()
            .lastDue(watch.name())
            .filter(last -> last.plus(interval(watch)).isAfter(now))
            .isPresent();
  }

  /** Goes on with what is due and not being read: after a restart, or when the store was down. */
  public void resume() {
    settings.watches().forEach(this::wake);
  }

  private void wake(Watch watch) {
    Optional.ofNullable(lines.get(watch.name())).ifPresent(Line::wake);
  }

  /** Marks everything as due and reads it, in the caller's thread. */
  public Summary sweepAll(Progress progress) {
    return settings.watches().stream()
        .map(
            watch -> {
              store.scopes().due(watch.name(), clock.instant());
              return sweep(watch, progress);
            })
        .reduce(Summary.NOTHING, Summary::plus);
  }

  /** Reads what is due of one watch. Only one thread does so for one watch at a time. */
  private Summary sweep(Watch watch, Progress progress) {
    long begin = System.nanoTime();
    meters.begin(watch.name());
    try {
      explore(watch);
      var summary = drain(watch, progress).took(Duration.ofNanos(System.nanoTime() - begin));
      unreadable.report();
      plan();
      if (summary.scopes() > 0) {
        log.atInfo().addKeyValue("watch", watch.name()).log("swept: {}", summary);
      }
      return summary;
    } catch (InterruptedException | CancellationException e) {
      Thread.currentThread().interrupt();
      return Summary.NOTHING;
    } finally {
      meters.end(watch.name(), Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  private void explore(Watch watch) {
    if (!store.scopes().discoveryDue(watch.name())) {
      return;
    }
    var discovery = api.discover(watch.credential());
    var found = selection.of(watch, discovery, interval(watch));
    store.scopes().discovered(watch.name(), watch.credential(), discovery, found, clock.instant());
    found.forEach(budget::expect);
    plan();
  }

  private Summary drain(Watch watch, Progress progress) throws InterruptedException {
    var scopes = store.scopes().due(watch.name());
    progress.planned(scopes.size());
    var round = new Round(api, pause, clock);
    round.read(scopes, watched -> reading -> keep(watched, reading, progress));
    round.read(round.limited(), watched -> reading -> keep(watched, reading, progress));
    return round.total();
  }

  /** An edge: a store that does not take a reading leaves the scope due, and is counted. */
  private Summary keep(Watched watched, Reading reading, Progress progress) {
    meters.read(reading);
    unreadable.saw(reading);
    try {
      var scope = store.readings().commit(watched, reading, policy, clock.instant());
      if (!(reading instanceof Reading.Failed)) {
        learn(scope);
      }
      committed.accept(scope);
      progress.read(scope);
      return Summary.of(reading, scope);
    } catch (StoreException e) {
      meters.notStored(watched.scope().source());
      log.atError()
          .addKeyValue("scope", watched.scope())
          .addKeyValue("error", e.getMessage())
          .log("a reading could not be stored; the list stays due");
      return Summary.FAILED;
    }
  }

  /** Stops reading; what was not committed stays due. */
  @Override
  public void close() {
    lines.values().forEach(Line::close);
  }
}

package io.certvigil.sweep;

import io.certvigil.model.WatchedScope;
import io.certvigil.store.CommittedScope;
import io.certvigil.store.Scopes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The effective interval of each watch: as configured, or stretched where it cannot be kept. */
final class IntervalPlanner {
  private static final Logger log = LoggerFactory.getLogger(IntervalPlanner.class);

  // A tick of the schedule comes a little late or early.
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  private final SweepSettings settings;
  private final RequestBudget budget;
  private final Scopes scopes;
  private final SweepMeters meters;
  private final Map<String, Duration> effective = new HashMap<>();
  private final Map<String, RequestBudget.Plan> plans = new HashMap<>();
  private final Map<String, Instant> urgentDue = new HashMap<>();

  IntervalPlanner(SweepSettings settings, RequestBudget budget, Scopes scopes, SweepMeters meters) {
    this.settings = settings;
    this.budget = budget;
    this.scopes = scopes;
    this.meters = meters;
    settings.watches().forEach(watch -> effective.put(watch.name(), watch.every()));
  }

  void recordSize(CommittedScope scope) {
    budget.recordSize(scope.watched(), scope.expected());
  }

  void expectList(WatchedScope scope) {
    budget.expectList(scope);
  }

  /** These are all that the watch has; the others cost nothing more. */
  void retainOnly(Watch watch, Collection<WatchedScope> all) {
    budget.retainOnly(
        watch, all.stream().map(list -> list.scope().key()).collect(Collectors.toSet()));
  }

  /** Whether what presses may be read now: it has the interval as configured, or near to it. */
  synchronized boolean mayReadUrgent(Watch watch, Instant now) {
    var plan = plans.get(watch.name());
    var last = urgentDue.get(watch.name());
    return plan == null
        || last == null
        || now.isBefore(last)
        || (plan.readsUrgentMoreOften()
            && !last.plus(plan.urgentInterval().minus(TOLERANCE)).isAfter(now));
  }

  /** So much presses; its share of the budget is planned with from now on. */
  synchronized void urgentDue(Watch watch, Collection<String> keys, Instant now) {
    urgentDue.put(watch.name(), now);
    budget.setUrgent(watch, keys);
  }

  /** Writes all of them down: the ones that are stored may be of another config. */
  void storeIntervals() {
    settings.watches().forEach(watch -> scopes.setEffectiveInterval(watch.name(), of(watch)));
  }

  synchronized Duration of(Watch watch) {
    return effective.getOrDefault(watch.name(), watch.every());
  }

  boolean stretched(Watch watch) {
    return of(watch).compareTo(watch.every()) > 0;
  }

  /** Whether a stretched interval has passed since the watch was last due. */
  boolean hasElapsed(Watch watch, Instant now) {
    // A moment ahead of us was stored by a wrong clock: it must not keep us waiting.
    return scopes
        .lastDue(watch.name())
        .filter(last -> !last.isAfter(now) && last.plus(of(watch)).isAfter(now))
        .isEmpty();
  }

  /** Plans anew, and says so with the arithmetic where an interval changes. */
  void plan() {
    budget.plan(settings.watches()).forEach(this::plan);
  }

  private synchronized void plan(RequestBudget.Plan plan) {
    var name = plan.watch().name();
    plans.put(name, plan);
    if (plan.effective().equals(effective.put(name, plan.effective()))) {
      return;
    }
    scopes.setEffectiveInterval(name, plan.effective());
    meters.interval(name, plan.effective());
    log.atWarn()
        .addKeyValue("watch", name)
        .addKeyValue("requests", plan.requests())
        .addKeyValue("requests_per_5m", settings.requestsPer5m())
        .addKeyValue("sweep", plan.sweep(budget.perSecond()))
        .addKeyValue("every", plan.watch().every())
        .addKeyValue("effective", plan.effective())
        .addKeyValue("pressing", plan.urgentInterval())
        .log(
            plan.stretched()
                ? "a sweep does not fit the budget: its interval is stretched"
                : "a sweep fits the budget again: its interval is as configured");
  }
}

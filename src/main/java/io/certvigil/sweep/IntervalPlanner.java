package io.certvigil.sweep;

import io.certvigil.store.Scopes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans the effective interval of each watch: as configured, or stretched if the request budget is
 * too small for it.
 */
final class IntervalPlanner {
  private static final Logger log = LoggerFactory.getLogger(IntervalPlanner.class);

  // The ticks of the schedule can be slightly late or early.
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

  /**
   * True if the urgent scopes may be read now: about the configured interval, or the urgent
   * interval of the plan, has passed since they were last due.
   */
  synchronized boolean mayReadUrgent(WatchEntry watch, Instant now) {
    var plan = plans.get(watch.name());
    var last = urgentDue.get(watch.name());
    return plan == null
        || last == null
        || now.isBefore(last)
        || (plan.readsUrgentMoreOften()
            && !last.plus(plan.urgentInterval().minus(TOLERANCE)).isAfter(now));
  }

  /**
   * Records the urgent scopes that are due now; their share of the budget is part of the plan from
   * now on.
   */
  synchronized void urgentDue(WatchEntry watch, Collection<String> keys, Instant now) {
    urgentDue.put(watch.name(), now);
    budget.setUrgent(watch, keys);
  }

  /** Stores all effective intervals, because the stored ones may belong to another config. */
  void storeIntervals(Instant now) {
    settings.watches().forEach(watch -> scopes.setEffectiveInterval(watch.name(), of(watch), now));
  }

  synchronized Duration of(WatchEntry watch) {
    return effective.getOrDefault(watch.name(), watch.every());
  }

  boolean stretched(WatchEntry watch) {
    return of(watch).compareTo(watch.every()) > 0;
  }

  /** True if the stretched interval has passed since the watch was last due. */
  boolean hasElapsed(WatchEntry watch, Instant now) {
    // A time in the future was stored while the clock was wrong and must not delay the watch.
    return scopes
        .lastDue(watch.name())
        .filter(last -> !last.isAfter(now) && last.plus(of(watch)).isAfter(now))
        .isEmpty();
  }

  /** Recalculates all intervals, and logs each change with its calculation. */
  void plan(Instant now) {
    budget.plan(settings.watches()).forEach(plan -> plan(plan, now));
  }

  private synchronized void plan(RequestBudget.Plan plan, Instant now) {
    var name = plan.watch().name();
    plans.put(name, plan);
    if (plan.effective().equals(effective.put(name, plan.effective()))) {
      return;
    }
    scopes.setEffectiveInterval(name, plan.effective(), now);
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
                ? "sweep exceeds the request budget; interval stretched"
                : "sweep fits the request budget again; interval as configured");
  }
}

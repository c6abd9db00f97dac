package io.certvigil.sweep;

import io.certvigil.model.Watched;
import io.certvigil.store.Committed;
import io.certvigil.store.Scopes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The effective interval of each watch: as configured, or stretched where it cannot be kept. */
final class Intervals {
  private static final Logger log = LoggerFactory.getLogger(Intervals.class);

  private final Settings settings;
  private final Budget budget;
  private final Scopes scopes;
  private final SweepMeters meters;
  private final Map<String, Duration> effective = new HashMap<>();

  Intervals(Settings settings, Budget budget, Scopes scopes, SweepMeters meters) {
    this.settings = settings;
    this.budget = budget;
    this.scopes = scopes;
    this.meters = meters;
    settings.watches().forEach(watch -> effective.put(watch.name(), watch.every()));
  }

  void learn(Committed scope) {
    budget.learn(scope.watched(), scope.expected());
  }

  void expect(Watched scope) {
    budget.expect(scope);
  }

  /** Writes all of them down: the ones that are stored may be of another config. */
  void store() {
    settings.watches().forEach(watch -> scopes.interval(watch.name(), of(watch)));
  }

  synchronized Duration of(Watch watch) {
    return effective.getOrDefault(watch.name(), watch.every());
  }

  boolean stretched(Watch watch) {
    return of(watch).compareTo(watch.every()) > 0;
  }

  /** Whether a stretched interval has passed since the watch was last due. */
  boolean over(Watch watch, Instant now) {
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

  private synchronized void plan(Budget.Plan plan) {
    var name = plan.watch().name();
    if (plan.effective().equals(effective.put(name, plan.effective()))) {
      return;
    }
    scopes.interval(name, plan.effective());
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
}

package io.certvigil.app;

import io.certvigil.schedule.Cron;
import io.certvigil.schedule.Schedule;
import io.certvigil.sweep.WatchEntry;
import java.time.Duration;

/**
 * What runs when: each watch at its interval or cron expression, the minute's tasks and the check
 * for retention each minute, the verification of the credentials each hour.
 */
final class DaemonSchedule {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final SharedServices shared;
  private final VerifiedClock time;
  private final DaemonComponents components;
  private final MinuteTasks minute;
  private final SelfMonitor monitor;
  private final Duration delay;

  /**
   * @param delay until the first run of the minute's tasks
   */
  DaemonSchedule(
      SharedServices shared,
      DaemonComponents components,
      MinuteTasks minute,
      SelfMonitor monitor,
      Duration delay) {
    this.shared = shared;
    this.time = shared.time();
    this.components = components;
    this.minute = minute;
    this.monitor = monitor;
    this.delay = delay;
  }

  /** Adds everything to a new schedule, which is not started yet. */
  void addTo(Schedule schedule, SchedulerSupervisor supervisor) {
    components.config().watch().forEach(watch -> add(schedule, watch));
    var first = time.toWallClock(shared.now().plus(delay));
    schedule.every(
        "minute",
        MINUTE,
        first,
        () -> supervisor.runMinute(() -> minute.run(supervisor::progress)));
    schedule.every("retention", MINUTE, first, shared.retention()::run);
    schedule.every("credentials", HOUR, time.toWallClock(shared.now()), monitor::verifyCredentials);
  }

  private void add(Schedule schedule, WatchEntry watch) {
    var name = "watch/" + watch.name();
    // A time in the future was stored with a wrong clock; the watch must not wait for it.
    var sweeper = components.sweeper();
    var scopes = shared.store().scopes();
    var last = scopes.lastDue(watch.name()).filter(due -> !due.isAfter(shared.now()));
    var cron = watch.cron();
    if (cron == null) {
      var first = last.map(due -> due.plus(watch.every())).orElse(shared.now());
      schedule.every(name, watch.every(), time.toWallClock(first), () -> sweeper.markDue(watch));
    } else {
      var since = time.toWallClock(last.orElse(shared.now()));
      var zoned = Cron.of(cron, components.config().timezone());
      schedule.cron(name, zoned, since, () -> sweeper.markDue(watch));
      if (last.isEmpty()) {
        sweeper.markDue(watch); // the first sweep of a new watch must not wait, say, until Monday
      }
    }
  }
}

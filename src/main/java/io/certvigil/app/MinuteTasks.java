package io.certvigil.app;

import io.certvigil.store.Store;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Runs each minute, on a thread of the schedule: decides what changes because time passes (alert
 * steps, reminders, lists that stay unreadable, the daemon's own health) and refreshes receivers.
 */
final class MinuteTasks {
  private final SharedServices shared;
  private final Store store;
  private final DaemonComponents components;
  private final StoreSynchronizer synchronizer;
  private final SelfMonitor monitor;
  private final DueDecisions dueDecisions;
  private final Runnable wake;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean stopped;

  /**
   * @param wake wakes the work loop
   */
  MinuteTasks(
      SharedServices shared,
      DaemonComponents components,
      StoreSynchronizer synchronizer,
      SelfMonitor monitor,
      Runnable wake) {
    this.shared = shared;
    this.store = shared.store();
    this.components = components;
    this.synchronizer = synchronizer;
    this.monitor = monitor;
    this.wake = wake;
    dueDecisions =
        new DueDecisions(() -> store.readings().due(shared.now()), this::decide, shared.nanos());
  }

  /**
   * Does nothing once stopped: decisions after a reload belong to the new configuration.
   *
   * @param progress called after each round, of which there are several if much is due
   */
  void run(Runnable progress) {
    RuntimeException fault = null;
    do {
      try {
        round();
      } catch (RuntimeException e) {
        fault = fault == null ? e : fault;
      }
      progress.run();
    } while (!dueDecisions.complete());
    if (fault != null) {
      throw fault;
    }
  }

  private void round() {
    lock.readLock().lock();
    try {
      if (stopped) {
        dueDecisions.abandon();
      } else {
        runAll();
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Each step runs even if an earlier one fails: a full disk that prevents decisions must not keep
   * an Alertmanager from being refreshed, because it resolves alerts that are not refreshed.
   */
  private void runAll() {
    var metrics = components.metrics();
    Steps.all(
        synchronizer::initializeIfNeeded,
        this::decide,
        () -> metrics.countEvents(monitor.decide(shared.now())),
        () -> components.courier().refresh(components.composer()),
        () -> components.digests().run(shared.now()),
        this::reportSilences,
        synchronizer::removeUnclaimed,
        components.sweeper()::checkIntervals,
        wake);
  }

  private void reportSilences() {
    var silences = store.silences();
    components.metrics().countEvents(silences.reportOfEverything(shared.now()));
    components.metrics().countEvents(silences.reportExpired(shared.now()));
  }

  private void decide() {
    if (!shared.time().mayDecide()) {
      dueDecisions.abandon();
      return;
    }
    dueDecisions.slice();
    var metrics = components.metrics();
    metrics.countEvents(store.conditions().decideZones(shared.now()));
    metrics.countEvents(
        store.readings().decideHealth(components.policy(), runningSince(), shared.now()));
  }

  private void decide(long list) {
    store.readings().decideAgain(list, components.policy(), shared.now(), components.commits());
  }

  /** When the daemon started; never in the future, even if the clock was set back since. */
  private Instant runningSince() {
    var now = shared.now();
    return shared.started().isAfter(now) ? now.minus(shared.time().uptime()) : shared.started();
  }

  /** Waits for a run that is under way; later runs do nothing. */
  void stop() {
    lock.writeLock().lock();
    try {
      stopped = true;
    } finally {
      lock.writeLock().unlock();
    }
  }
}

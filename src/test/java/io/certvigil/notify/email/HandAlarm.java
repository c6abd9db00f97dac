package io.certvigil.notify.email;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Alarms that go off when the test says so; the time that each was set to is recorded. */
final class HandAlarm implements PhaseTimer.Alarm {
  private final List<Setting> settings = new ArrayList<>();

  private record Setting(Duration after, Runnable action) {}

  private final List<Duration> all = new ArrayList<>();

  @Override
  public synchronized Runnable start(Duration after, Runnable action) {
    var setting = new Setting(after, action);
    all.add(after);
    settings.add(setting);
    return () -> stop(setting);
  }

  private synchronized void stop(Setting setting) {
    settings.remove(setting);
  }

  /** Every time that was set, in order; equal ones that follow each other once. */
  synchronized List<Duration> times() {
    var times = new ArrayList<Duration>();
    for (var time : all) {
      if (times.isEmpty() || !times.getLast().equals(time)) {
        times.add(time);
      }
    }
    return times;
  }

  /** How many alarms are set. */
  synchronized int pending() {
    return settings.size();
  }

  /** Waits until an alarm is set to this time, and lets the last such one go off. */
  void passes(Duration time) {
    await().until(() -> isSet(time));
    Runnable action;
    synchronized (this) {
      action =
          settings.reversed().stream()
              .filter(one -> one.after.equals(time))
              .findFirst()
              .orElseThrow()
              .action;
    }
    action.run();
  }

  private synchronized boolean isSet(Duration time) {
    return settings.stream().anyMatch(one -> one.after.equals(time));
  }
}

package io.certvigil.app;

import io.certvigil.schedule.Schedule;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the schedule and replaces it if its triggers stop firing, which a scheduler does not report
 * itself. Measured with the monotonic clock, so that setting the wall clock raises no alarm.
 */
final class SchedulerSupervisor implements AutoCloseable {

  /** If the minute's task has not started or ended for so long, the schedule has stalled. */
  static final Duration LIMIT = Duration.ofMinutes(3);

  private static final Logger log = LoggerFactory.getLogger(SchedulerSupervisor.class);

  private final Supplier<Schedule> maker;
  private final Consumer<Schedule> tasks;
  private final LongSupplier nanos;
  private Schedule schedule;
  private boolean running;
  private boolean closed;
  private long lastActivity;
  private long startedAt;
  private boolean minuteRunning;
  private boolean reported;

  /**
   * @param tasks adds all tasks to a new schedule; called at the start and after each replacement
   */
  SchedulerSupervisor(Supplier<Schedule> maker, Consumer<Schedule> tasks, LongSupplier nanos) {
    this.maker = maker;
    this.tasks = tasks;
    this.nanos = nanos;
    schedule = maker.get();
    lastActivity = nanos.getAsLong();
  }

  synchronized void start() {
    tasks.accept(schedule);
    schedule.start();
    startedAt = nanos.getAsLong();
    lastActivity = running ? lastActivity : startedAt;
    running = true;
  }

  /** Runs the minute's task and records that the schedule has triggered it. */
  void runMinute(Runnable task) {
    record(true);
    try {
      task.run();
    } finally {
      record(false);
    }
  }

  /** Records that the minute's task, which takes long, has done a part of it. */
  synchronized void progress() {
    lastActivity = nanos.getAsLong();
  }

  private synchronized void record(boolean begins) {
    minuteRunning = begins;
    lastActivity = nanos.getAsLong();
    if (reported && !begins) {
      reported = false;
      log.atInfo().log("scheduler runs again");
    }
  }

  /**
   * Replaces a stalled schedule; to be called from a thread that is not the schedule's. A task that
   * hangs is only logged: a second one beside it would hang as well.
   */
  synchronized void check() {
    if (stalledFor().isEmpty() || closed) {
      return;
    }
    if (!reported) {
      reported = true;
      log.atError()
          .addKeyValue("for", since(lastActivity))
          .log(
              minuteRunning
                  ? "the minute's task hangs; check whether the store's disk responds"
                  : "scheduler stalled; replacing it");
    }
    if (!minuteRunning && since(startedAt).compareTo(LIMIT) >= 0) {
      replace();
    }
  }

  private void replace() {
    var old = schedule;
    schedule = maker.get();
    try {
      start();
    } catch (RuntimeException e) {
      schedule.close(); // the next check makes another one: threads must not accumulate
      schedule = old;
      throw e;
    }
    old.close();
  }

  /** For how long the schedule has triggered nothing; empty while it works. */
  synchronized Optional<Duration> stalledFor() {
    var idle = since(lastActivity);
    return running && idle.compareTo(LIMIT) >= 0 ? Optional.of(idle) : Optional.empty();
  }

  private Duration since(long moment) {
    return Duration.ofNanos(nanos.getAsLong() - moment);
  }

  @Override
  public synchronized void close() {
    closed = true;
    running = false;
    schedule.close();
  }
}

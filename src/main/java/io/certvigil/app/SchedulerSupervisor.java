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
 * The schedule, and somebody who looks whether it still runs: a scheduler can look healthy while
 * its triggers stand still. Time is monotonic here, so that a clock which was set is no alarm.
 */
final class SchedulerSupervisor implements AutoCloseable {

  /** The minute has not struck for so long: the schedule has stopped. */
  static final Duration LIMIT = Duration.ofMinutes(3);

  private static final Logger log = LoggerFactory.getLogger(SchedulerSupervisor.class);

  private final Supplier<Schedule> maker;
  private final Consumer<Schedule> tasks;
  private final LongSupplier nanos;
  private Schedule schedule;
  private boolean running;
  private boolean closed;
  private long struck;
  private long began;
  private boolean inside;
  private boolean told;

  /**
   * @param tasks adds everything to a new schedule; also asked again when the old one has stopped
   */
  SchedulerSupervisor(Supplier<Schedule> maker, Consumer<Schedule> tasks, LongSupplier nanos) {
    this.maker = maker;
    this.tasks = tasks;
    this.nanos = nanos;
    schedule = maker.get();
    struck = nanos.getAsLong();
  }

  synchronized void start() {
    tasks.accept(schedule);
    schedule.start();
    began = nanos.getAsLong();
    struck = running ? struck : began;
    running = true;
  }

  /** The minute's task, so that it is known whether it comes to its turn. */
  void minute(Runnable task) {
    strike(true);
    try {
      task.run();
    } finally {
      strike(false);
    }
  }

  private synchronized void strike(boolean begins) {
    inside = begins;
    struck = nanos.getAsLong();
    if (told && !begins) {
      told = false;
      log.atInfo().log("the schedule runs again");
    }
  }

  /** Asked by somebody who is not the schedule: where it stands still a new one takes over. */
  synchronized void look() {
    if (stopped().isEmpty() || closed) {
      return;
    }
    if (!told) {
      told = true;
      log.atError()
          .addKeyValue("for", since(struck))
          .log(
              inside
                  ? "the minute's work does not end; is the store's disk answering?"
                  : "the schedule has stopped; a new one takes over");
    }
    if (!inside && since(began).compareTo(LIMIT) >= 0) {
      replace();
    }
  }

  private void replace() {
    var old = schedule;
    schedule = maker.get();
    try {
      start();
    } catch (RuntimeException e) {
      schedule.close(); // the next look makes another: its threads must not gather
      schedule = old;
      throw e;
    }
    old.close();
  }

  /** How long it has stood still; empty where it runs. */
  synchronized Optional<Duration> stopped() {
    var still = since(struck);
    return running && still.compareTo(LIMIT) >= 0 ? Optional.of(still) : Optional.empty();
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

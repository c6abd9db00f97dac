package io.certvigil.schedule;

import static org.quartz.JobBuilder.newJob;
import static org.quartz.SimpleScheduleBuilder.simpleSchedule;
import static org.quartz.TriggerBuilder.newTrigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.quartz.JobKey;
import org.quartz.ScheduleBuilder;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;

/**
 * Runs named tasks on an interval or a cron expression. The schedule only decides when a task runs:
 * each task reads from the store what has to be done, so an additional run does no harm, and one
 * run replaces several missed ones. A task never runs concurrently with itself.
 *
 * @see <a href="https://www.quartz-scheduler.org/documentation/">Quartz</a>
 */
public final class Schedule implements AutoCloseable {
  private static final int THREADS = 4;

  private final Map<JobKey, Runnable> tasks = new ConcurrentHashMap<>();
  private final Scheduler quartz;

  /**
   * Creates a schedule that runs nothing until {@link #start}.
   *
   * @param name the name of its threads
   */
  public Schedule(String name) {
    try {
      quartz = new StdSchedulerFactory(properties(name)).getScheduler();
      quartz.setJobFactory(
          (bundle, scheduler) -> new ScheduledTask(tasks, bundle.getJobDetail().getKey()));
    } catch (SchedulerException e) {
      throw new ScheduleException("schedule: cannot be created", e);
    }
  }

  private static Properties properties(String name) {
    var properties = new Properties();
    properties.putAll(
        Map.of(
            // Quartz keeps its schedulers by name in a static map: two with the same name would be
            // one.
            "org.quartz.scheduler.instanceName", name + "-" + UUID.randomUUID(),
            "org.quartz.scheduler.threadName", name,
            "org.quartz.scheduler.skipUpdateCheck", "true",
            "org.quartz.scheduler.makeSchedulerThreadDaemon", "true",
            "org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool",
            "org.quartz.threadPool.threadCount", String.valueOf(THREADS),
            "org.quartz.threadPool.threadNamePrefix", name,
            "org.quartz.threadPool.makeThreadsDaemons", "true",
            "org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore"));
    return properties;
  }

  /**
   * Runs a task at a fixed interval.
   *
   * @param first the time of the first run; if it has passed, the task runs at once, but only once
   */
  public void every(String name, Duration every, Instant first, Runnable task) {
    add(
        name,
        first,
        simpleSchedule()
            .withIntervalInMilliseconds(every.toMillis())
            .repeatForever()
            .withMisfireHandlingInstructionNowWithRemainingCount(),
        task);
  }

  /**
   * Runs a task at the fire times of a cron expression.
   *
   * @param since when the task last ran; if fire times have passed since then, the task runs at
   *     once
   */
  public void cron(String name, Cron cron, Instant since, Runnable task) {
    var trigger = new ZonedCronTrigger(cron);
    trigger.setKey(new TriggerKey(name));
    trigger.setStartTime(Date.from(since));
    add(name, trigger, task);
  }

  private <T extends Trigger> void add(
      String name, Instant first, ScheduleBuilder<T> plan, Runnable task) {
    add(name, newTrigger().startAt(Date.from(first)).withSchedule(plan).build(), task);
  }

  private void add(String name, Trigger trigger, Runnable task) {
    var job = newJob(ScheduledTask.class).withIdentity(name).build();
    tasks.put(job.getKey(), task);
    try {
      quartz.scheduleJob(job, trigger);
    } catch (SchedulerException e) {
      throw new ScheduleException("schedule: cannot add " + name, e);
    }
  }

  /** Starts running the added tasks. */
  public void start() {
    try {
      quartz.start();
    } catch (SchedulerException e) {
      throw new ScheduleException("schedule: cannot start", e);
    }
  }

  /** Stops scheduling; running tasks continue. */
  @Override
  public void close() {
    try {
      quartz.shutdown(false);
    } catch (SchedulerException e) {
      throw new ScheduleException("schedule: cannot stop", e);
    }
  }
}

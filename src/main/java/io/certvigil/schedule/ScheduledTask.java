package io.certvigil.schedule;

import java.util.Map;
import java.util.Objects;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one task as a Quartz job. Quartz reads the annotation from the job class, so every task uses
 * this class.
 */
@DisallowConcurrentExecution
final class ScheduledTask implements Job {
  private static final Logger log = LoggerFactory.getLogger(ScheduledTask.class);

  private final Map<JobKey, Runnable> tasks;
  private final JobKey key;

  ScheduledTask(Map<JobKey, Runnable> tasks, JobKey key) {
    this.tasks = tasks;
    this.key = key;
  }

  /** Catches all exceptions of the task, because a failed run must not prevent the next one. */
  @Override
  public void execute(JobExecutionContext context) {
    try {
      Objects.requireNonNull(tasks.get(key)).run();
    } catch (RuntimeException e) {
      log.atError().addKeyValue("task", key.getName()).setCause(e).log("scheduled task failed");
    }
  }
}

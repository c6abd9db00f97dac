package io.certvigil.schedule;

import java.text.ParseException;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.quartz.impl.triggers.CronTriggerImpl;

/** Quartz's cron trigger with the fire times of {@link Cron}. */
final class ZonedCronTrigger extends CronTriggerImpl {
  private static final long serialVersionUID = 1L;

  private final transient Cron cron; // triggers are kept in memory, and copied, not serialized

  ZonedCronTrigger(Cron cron) {
    this.cron = cron;
    try {
      setCronExpression(cron.expression());
    } catch (ParseException e) {
      throw new IllegalStateException(e); // it was parsed before
    }
    setMisfireInstruction(MISFIRE_INSTRUCTION_FIRE_ONCE_NOW);
  }

  @Override
  protected @Nullable Date getTimeAfter(Date after) {
    return cron.next(after.toInstant()).map(Date::from).orElse(null);
  }
}

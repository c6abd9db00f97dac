/** Runs a named task on an interval or a cron expression. The only room that sees Quartz. */
@NullMarked
package io.certvigil.schedule;

import org.jspecify.annotations.NullMarked;

/** Runs named tasks on an interval or a cron expression. The only package that uses Quartz. */
@NullMarked
package io.certvigil.schedule;

import org.jspecify.annotations.NullMarked;

/** The PagerDuty channel: trigger and resolve events of Events API v2. */
@NullMarked
package io.certvigil.notify.pagerduty;

import org.jspecify.annotations.NullMarked;

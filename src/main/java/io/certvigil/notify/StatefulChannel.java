package io.certvigil.notify;

import java.time.Duration;
import java.time.Instant;

/**
 * A channel whose receiver drops alerts that are not sent again. In addition to its deliveries, it
 * is sent all current alerts each minute.
 */
public interface StatefulChannel extends Channel {

  /** How long a resolved alert is sent again. */
  Duration RESOLVED_FOR = Duration.ofMinutes(15);

  /**
   * Sends these alerts in as many requests as needed. The refresh is not stored; if it fails, the
   * one of the next minute replaces it. Each request has a time limit. Does not throw for a fault
   * of the receiver.
   *
   * @param alerts the last event of each firing alert, and of each alert resolved within {@link
   *     #RESOLVED_FOR}
   * @return {@link Outcome.Rejected} if some alerts were rejected and the receiver has the others
   */
  Outcome refresh(EventBatch alerts, Instant now);
}

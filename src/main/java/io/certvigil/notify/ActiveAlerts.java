package io.certvigil.notify;

import java.time.Instant;

/** The current alerts of a channel, which a {@link StatefulChannel} sends again each minute. */
public interface ActiveAlerts {

  /**
   * The last event of each firing alert, and of each alert resolved since that time, that the
   * routes send to this channel; oldest first.
   */
  EventBatch activeAlerts(String channel, Instant resolvedSince);
}

package io.certvigil.notify;

import java.time.Instant;

/** Knows what stands now for a channel: what a {@link StatefulChannel} tells again each minute. */
public interface ActiveAlerts {

  /**
   * The last event of each alert that fires and of each resolved since then, as far as the routes
   * give it to this channel; oldest first.
   */
  EventBatch activeAlerts(String channel, Instant resolvedSince);
}

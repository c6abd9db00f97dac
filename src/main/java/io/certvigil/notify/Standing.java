package io.certvigil.notify;

import java.time.Instant;

/** Knows what stands now for a channel: what a {@link Mirror} tells again each minute. */
interface Standing {

  /**
   * The last event of each alert that fires and of each resolved since then, as far as the routes
   * give it to this channel; oldest first.
   */
  Notice standing(String channel, Instant resolvedSince);
}

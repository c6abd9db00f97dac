package io.certvigil.notify;

import java.time.Duration;
import java.time.Instant;

/**
 * A channel whose receiver forgets by itself what it is not told again: besides the deliveries it
 * gets, each minute, all that stands.
 */
public interface StatefulChannel extends Channel {

  /** For how long what was resolved is told again. */
  Duration RESOLVED_FOR = Duration.ofMinutes(15);

  /**
   * Tells all of it, in as many requests as it takes, and is not kept anywhere: the next minute's
   * makes up for one that fails. Comes back in bounded time for each request and throws nothing for
   * a receiver's fault.
   *
   * @param standing the last event of each alert that fires, and of each resolved within {@link
   *     #RESOLVED_FOR}
   * @return {@link Outcome.Rejected} where some were refused and the receiver has the others
   */
  Outcome refresh(EventBatch standing, Instant now);
}

package io.certvigil.store;

import io.certvigil.model.Reading;
import io.certvigil.model.Watched;
import io.certvigil.policy.Event;
import io.certvigil.policy.Policy;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The reading line: compare, decide and write in one transaction. */
public final class Readings {
  Readings() {}

  /**
   * Commits a reading: versions, changes, alert states, events, and that the scope is due no more.
   * A reading that finds nothing new adds no row: it extends the scope's last one.
   */
  public Committed commit(Watched watched, Reading reading, Policy policy, Instant now) {
    throw new UnsupportedOperationException();
  }

  /** Decides again, from what is stored, each scope whose next moment has come. */
  public List<Committed> decideDue(Policy policy, Instant now) {
    throw new UnsupportedOperationException();
  }

  /** Decides about unreadable scopes; returns the events it inserted. */
  public List<Event> decideHealth(Policy policy, Instant now) {
    throw new UnsupportedOperationException();
  }

  /** Every watched scope as it stands, one at a time, so that memory stays flat. */
  public void each(Consumer<Committed> consumer) {
    throw new UnsupportedOperationException();
  }

  /**
   * Deletes what is older than the retention: old versions, readings, events whose deliveries are
   * all closed, closed deliveries, attempts, certificates absent for that long. What still fires or
   * is still to be delivered stays. Works in small steps so that the reading line is never held up.
   */
  public void retain(Instant now) {
    throw new UnsupportedOperationException();
  }
}

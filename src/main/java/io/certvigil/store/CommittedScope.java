package io.certvigil.store;

import io.certvigil.diff.Change;
import io.certvigil.diff.KnownScope;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Alert;
import io.certvigil.policy.Event;
import io.certvigil.policy.Health;
import java.util.List;

/**
 * The state of a scope after one transaction, as input for metrics and logs.
 *
 * @param transaction the number of the transaction, increasing within this process; 0 if the scope
 *     was only read. Of two states of the same scope the one with the greater number is newer,
 *     whichever arrives first
 * @param items how many certificates the last reading returned
 * @param expected how many certificates the last reading announced
 * @param changes the changes of the reading; empty if the transaction was only a decision by time
 * @param firing the firing alerts of this scope
 * @param events the events that this transaction inserted, without those already stored
 */
public record CommittedScope(
    long transaction,
    WatchedScope watched,
    Health health,
    KnownScope known,
    int items,
    int expected,
    List<Change> changes,
    List<Alert> firing,
    List<Event> events) {
  public CommittedScope {
    changes = List.copyOf(changes);
    firing = List.copyOf(firing);
    events = List.copyOf(events);
  }
}

package io.certvigil.store;

import io.certvigil.diff.Change;
import io.certvigil.diff.KnownScope;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Alert;
import io.certvigil.policy.Event;
import io.certvigil.policy.Health;
import java.util.List;

/**
 * A scope as one transaction left it, from which metrics and logs are made.
 *
 * @param order grows with each transaction of this daemon; 0 for what was only looked at. Of two of
 *     the same scope the greater one is the newer, whichever arrives first
 * @param items how many the last reading brought; expected: how many it announced
 * @param changes what the reading changed; empty where only time passed
 * @param firing the alerts of this scope that fire
 * @param events those that this transaction inserted, none that was already there
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

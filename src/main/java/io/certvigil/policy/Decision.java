package io.certvigil.policy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of deciding a scope, to be stored.
 *
 * @param alerts the new and changed alerts, complete
 * @param events in the order in which they are sent
 * @param nextAt when this scope must be decided again even without a reading: its next rung or
 *     reminder; null if the passing of time changes nothing
 */
public record Decision(List<Alert> alerts, List<Event> events, @Nullable Instant nextAt) {
  public Decision {
    alerts = List.copyOf(alerts);
    events = List.copyOf(events);
  }
}

package io.certvigil.policy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be stored of a scope.
 *
 * @param alerts those that are new or changed, whole
 * @param events in the order in which they are told
 * @param nextAt when this scope must be decided again although nothing was read: its next rung or
 *     reminder; null where time alone changes nothing
 */
public record Decision(List<Alert> alerts, List<Event> events, @Nullable Instant nextAt) {
  public Decision {
    alerts = List.copyOf(alerts);
    events = List.copyOf(events);
  }
}

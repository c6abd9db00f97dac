package io.certvigil.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The result of deciding readability, to be stored.
 *
 * @param alerts the new and changed alerts, complete
 * @param alertKeys by {@link Health#key}: the key of the alert that reports it from now on
 * @param cleared the {@link Health#key}s that no alert reports any more
 */
public record HealthDecision(
    List<Alert> alerts, List<Event> events, Map<String, String> alertKeys, Set<String> cleared) {
  public HealthDecision {
    alerts = List.copyOf(alerts);
    events = List.copyOf(events);
    alertKeys = Map.copyOf(alertKeys);
    cleared = Set.copyOf(cleared);
  }
}

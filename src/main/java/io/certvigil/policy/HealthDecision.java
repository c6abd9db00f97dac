package io.certvigil.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to be stored about readability.
 *
 * @param alerts those that are new or changed, whole
 * @param told by {@link Health#key}: the alert under which it is now told
 * @param cleared the {@link Health#key}s that are told under no alert any more
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

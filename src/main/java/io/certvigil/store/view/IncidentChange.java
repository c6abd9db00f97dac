package io.certvigil.store.view;

import java.util.Set;

/**
 * How a delivery changes an incident of several alerts at its receiver.
 *
 * @param incident identifies the incident at the receiver
 * @param joined the keys of the alerts that it reports from now on
 * @param left the keys of the alerts that it reports no longer
 */
public record IncidentChange(String incident, Set<String> joined, Set<String> left) {
  public IncidentChange {
    joined = Set.copyOf(joined);
    left = Set.copyOf(left);
  }
}

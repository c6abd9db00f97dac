package io.certvigil.notify.compose;

import io.certvigil.notify.IncidentState;
import io.certvigil.store.Outbox;
import java.util.Optional;

/** What a channel was sent before, as the outbox knows it; each question is a query. */
record StoredIncidents(String channel, Outbox outbox) implements IncidentState {
  @Override
  public Optional<String> incidentOf(String alertKey) {
    return outbox.incidentOf(channel, alertKey);
  }

  @Override
  public long size(String incident) {
    return outbox.incidentSize(channel, incident);
  }

  @Override
  public boolean isOpen(String alertKey) {
    return outbox.isAlertOpen(channel, alertKey, Long.MAX_VALUE);
  }
}

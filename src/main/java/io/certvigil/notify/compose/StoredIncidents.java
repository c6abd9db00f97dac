package io.certvigil.notify.compose;

import io.certvigil.notify.IncidentState;
import io.certvigil.store.Outbox;
import io.certvigil.store.receiver.ReceiverThread;
import io.certvigil.store.receiver.Told;
import java.util.Optional;

/**
 * What the receiver of a channel was sent before, as the outbox knows it; each question is a query.
 */
record StoredIncidents(String channel, Outbox outbox) implements IncidentState {
  private Optional<Told> open(String alertKey) {
    return outbox.told(channel, alertKey).filter(Told::open);
  }

  private Optional<ReceiverThread> thread(String alertKey) {
    return open(alertKey).flatMap(told -> Optional.ofNullable(told.thread()));
  }

  @Override
  public Optional<String> incidentOf(String alertKey) {
    return thread(alertKey).filter(ReceiverThread::shared).map(ReceiverThread::id);
  }

  @Override
  public Optional<String> threadOf(String alertKey) {
    return thread(alertKey).map(ReceiverThread::id);
  }

  @Override
  public long size(String incident) {
    return outbox.threadSize(channel, incident);
  }

  @Override
  public boolean isOpen(String alertKey) {
    return open(alertKey).isPresent();
  }
}

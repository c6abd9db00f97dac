package io.certvigil.store;

import java.util.List;

/**
 * An open delivery that was never sent.
 *
 * @param events the events that it reports, oldest first
 */
public record PendingDelivery(long id, String messageId, List<Outbox.StoredEvent> events) {
  public PendingDelivery {
    events = List.copyOf(events);
  }
}

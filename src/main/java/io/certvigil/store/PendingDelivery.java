package io.certvigil.store;

import java.time.Instant;
import java.util.List;

/**
 * An open delivery that was never sent.
 *
 * @param events the events that it reports, oldest first
 */
public record PendingDelivery(
    long id, String messageId, String lane, Instant createdAt, List<Outbox.StoredEvent> events) {
  public PendingDelivery {
    events = List.copyOf(events);
  }
}

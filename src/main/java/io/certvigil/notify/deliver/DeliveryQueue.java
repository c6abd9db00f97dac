package io.certvigil.notify.deliver;

import io.certvigil.notify.FallbackMessage;
import io.certvigil.notify.Outcome;
import io.certvigil.store.Outbox.Backlog;
import io.certvigil.store.Outbox.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The operations of the {@link io.certvigil.store.Outbox} that the courier uses. */
public interface DeliveryQueue {
  Optional<Delivery> claim(String channel, Instant now);

  void delivered(Delivery delivery, String answer, Instant now);

  void retryLater(Delivery delivery, Instant at, Outcome.Failure failure, Instant now);

  /** Closes the delivery and puts a shorter one at its place in the queue. */
  void replaced(Delivery delivery, FallbackMessage shorter, String answer, Instant now);

  /**
   * Closes the delivery undelivered, with all deliveries of its channel created before this time,
   * and stores an event about it.
   *
   * @return how many were closed; 0 if none, because the channel has not failed on enough days to
   *     confirm that age
   */
  long expired(Delivery delivery, Instant createdBefore, Outcome.Failure failure, Instant now);

  List<Backlog> backlog();
}

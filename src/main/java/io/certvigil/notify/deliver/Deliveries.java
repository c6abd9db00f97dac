package io.certvigil.notify.deliver;

import io.certvigil.notify.FallbackMessage;
import io.certvigil.notify.Outcome;
import io.certvigil.store.Outbox.Backlog;
import io.certvigil.store.Outbox.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The part of the {@link io.certvigil.store.Outbox} that the delivery line works on. */
public interface Deliveries {
  Optional<Delivery> claim(String channel, Instant now);

  void delivered(Delivery delivery, String answer, Instant now);

  void retryLater(Delivery delivery, Instant at, Outcome.Failure failure, Instant now);

  /** Closes it, and a shorter one takes its place in line. */
  void replaced(Delivery delivery, FallbackMessage shorter, String answer, Instant now);

  /**
   * Closes it undelivered, with everything of its channel created before this moment, and tells so.
   *
   * @return how many were closed; 0 where nothing was, since the channel has not failed on days
   *     enough to believe in that age
   */
  long expired(Delivery delivery, Instant createdBefore, Outcome.Failure failure, Instant now);

  List<Backlog> backlog();
}

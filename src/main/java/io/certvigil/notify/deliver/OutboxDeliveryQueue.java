package io.certvigil.notify.deliver;

import io.certvigil.notify.FallbackMessage;
import io.certvigil.notify.Outcome;
import io.certvigil.store.Outbox;
import io.certvigil.store.Outbox.Backlog;
import io.certvigil.store.Outbox.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The deliveries in the outbox of the database. */
record OutboxDeliveryQueue(Outbox outbox) implements DeliveryQueue {
  @Override
  public Optional<Delivery> claim(String channel, Instant now) {
    return outbox.claim(channel, now);
  }

  @Override
  public void delivered(Delivery delivery, String answer, Instant now) {
    outbox.markDelivered(delivery, answer, now);
  }

  @Override
  public void retryLater(Delivery delivery, Instant at, Outcome.Failure failure, Instant now) {
    outbox.reschedule(delivery, at, failure.reason().word(), failure.answer(), now);
  }

  @Override
  public void replaced(Delivery delivery, FallbackMessage shorter, String answer, Instant now) {
    outbox.replace(delivery, shorter.messageId(), shorter.body(), answer, now);
  }

  @Override
  public long expired(
      Delivery delivery, Instant createdBefore, Outcome.Failure failure, Instant now) {
    return outbox.expire(
        delivery, createdBefore, Outcome.Reason.MAX_AGE.word(), failure.answer(), now);
  }

  @Override
  public List<Backlog> backlog() {
    return outbox.backlog();
  }
}

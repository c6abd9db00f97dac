package io.certvigil.notify;

import io.certvigil.store.Outbox;
import io.certvigil.store.Outbox.Backlog;
import io.certvigil.store.Outbox.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deliveries in the database. */
record Stored(Outbox outbox) implements Deliveries {
  @Override
  public Optional<Delivery> claim(String channel, Instant now) {
    return outbox.claim(channel, now);
  }

  @Override
  public void delivered(Delivery delivery, Instant now) {
    outbox.delivered(delivery, now);
  }

  @Override
  public void later(Delivery delivery, Instant at, String reason, Instant now) {
    outbox.later(delivery, at, reason, now);
  }

  @Override
  public void replaced(Delivery delivery, Plainer shorter, Instant now) {
    outbox.replaced(delivery, shorter.messageId(), shorter.body(), now);
  }

  @Override
  public void expired(Delivery delivery, String reason, Instant now) {
    outbox.expired(delivery, reason, now);
  }

  @Override
  public List<Backlog> backlog() {
    return outbox.backlog();
  }
}

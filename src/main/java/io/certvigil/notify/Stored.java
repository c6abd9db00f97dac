package io.certvigil.notify;

import io.certvigil.store.Outbox;
import io.certvigil.store.Outbox.Backlog;
import io.certvigil.store.Outbox.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deliveries in the database. */
record Stored(Outbox outbox) implements Deliveries {
  private static final Duration HOURLY = Duration.ofHours(1);

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
  public void replaced(Delivery delivery, ShortBody shorter, Instant now) {
    // Closed, it would be forgotten before its greatest age; the outbox cannot change what it
    // holds.
    outbox.later(delivery, now.plus(HOURLY), Outcome.Reason.REJECTED.word(), now);
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

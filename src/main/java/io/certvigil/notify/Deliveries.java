package io.certvigil.notify;

import io.certvigil.store.Outbox.Backlog;
import io.certvigil.store.Outbox.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The part of the {@link io.certvigil.store.Outbox} that the delivery line works on. */
interface Deliveries {
  Optional<Delivery> claim(String channel, Instant now);

  void delivered(Delivery delivery, Instant now);

  void later(Delivery delivery, Instant at, String reason, Instant now);

  /** Closes it, and a shorter one takes its place in line. */
  void replaced(Delivery delivery, Plainer shorter, Instant now);

  void expired(Delivery delivery, String reason, Instant now);

  List<Backlog> backlog();
}

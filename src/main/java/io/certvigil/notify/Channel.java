package io.certvigil.notify;

import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A way to reach somebody: how its messages are written, and how they are sent. */
public interface Channel extends AutoCloseable {

  /** The word of the config, such as {@code webhook}. */
  String type();

  /**
   * Whether a person reads it: then events are gathered, and it is composed only when it has
   * nothing unfinished. Else every event goes as it comes.
   */
  boolean human();

  /**
   * The requests that tell these events, in order; none where there are none. Pure: the same notice
   * gives the same ids and the same bytes.
   */
  List<NewDelivery> compose(EventBatch notice);

  /** One attempt. Comes back in bounded time and throws nothing for a receiver's fault. */
  Outcome send(Delivery delivery, Instant now);

  /** What goes in the place of a message that is refused; empty where nothing plainer is left. */
  Optional<FallbackMessage> fallback(Delivery refused);

  /** Cuts what is still being sent. */
  @Override
  void close();
}

package io.certvigil.notify;

import io.certvigil.store.Outbox.Delivery;
import java.time.Instant;

/** A way to reach somebody. */
interface Channel extends AutoCloseable {

  /** The word of the config, such as {@code webhook}. */
  String type();

  /** One attempt. Comes back in bounded time and throws nothing for a receiver's fault. */
  Outcome send(Delivery delivery, Instant now);

  /** Cuts what is still being sent. */
  @Override
  void close();
}

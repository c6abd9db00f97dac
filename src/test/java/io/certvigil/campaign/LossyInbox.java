package io.certvigil.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The received messages of a receiver; decides which acknowledgements are lost. Thread-safe.
 *
 * @param <T> the stored form of a message
 */
final class LossyInbox<T> {
  private final Function<RawMessage, Optional<T>> conversion;
  private final List<T> messages = new ArrayList<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean reliable;

  private LossyInbox(Function<RawMessage, Optional<T>> conversion) {
    this.conversion = conversion;
  }

  /** An inbox that stores whole messages. */
  static LossyInbox<RawMessage> keepingMessages() {
    return new LossyInbox<>(Optional::of);
  }

  /**
   * An inbox that stores only the parts for verification, and no messages that are not deliveries.
   */
  static LossyInbox<ReceivedMessage> keepingSummaries(ReceiverKind kind) {
    return new LossyInbox<>(
        message ->
            Optional.of(ReceivedMessage.of(kind, message))
                .filter(received -> !received.keys().isEmpty()));
  }

  /** Stores the message; returns whether to acknowledge it. */
  boolean receive(RawMessage message) {
    conversion.apply(message).ifPresent(this::add);
    return reliable || count.incrementAndGet() % Campaign.LOSES_EVERY != 0;
  }

  private synchronized void add(T received) {
    messages.add(received);
  }

  /** Stops losing acknowledgements. */
  void recover() {
    reliable = true;
  }

  /** In order of arrival, copies included. */
  synchronized List<T> messages() {
    return List.copyOf(messages);
  }
}

package io.certvigil.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * What a receiver keeps, and which acknowledgements it loses. Safe from any thread.
 *
 * @param <T> what is kept of a message
 */
final class LossyInbox<T> {
  private final Function<RawMessage, Optional<T>> reading;
  private final List<T> messages = new ArrayList<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean reliable;

  private LossyInbox(Function<RawMessage, Optional<T>> reading) {
    this.reading = reading;
  }

  /** Keeps all of each message. */
  static LossyInbox<RawMessage> keepingMessages() {
    return new LossyInbox<>(Optional::of);
  }

  /** Keeps what the judge needs, and nothing of what is no delivery. */
  static LossyInbox<ReceivedMessage> keepingSummaries(ReceiverKind kind) {
    return new LossyInbox<>(
        mail ->
            Optional.of(ReceivedMessage.of(kind, mail)).filter(letter -> !letter.keys().isEmpty()));
  }

  /** Keeps it; whether its sender may be told so. */
  boolean receive(RawMessage mail) {
    reading.apply(mail).ifPresent(this::add);
    return reliable || count.incrementAndGet() % Campaign.LOSES_EVERY != 0;
  }

  private synchronized void add(T letter) {
    messages.add(letter);
  }

  /** From now on no acknowledgement is lost. */
  void recover() {
    reliable = true;
  }

  /** In order of arrival, copies included. */
  synchronized List<T> messages() {
    return List.copyOf(messages);
  }
}

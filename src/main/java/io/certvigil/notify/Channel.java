package io.certvigil.notify;

import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A notification channel: it composes its messages and sends them. */
public interface Channel extends AutoCloseable {

  /**
   * True if people read this channel. Its events are then grouped, and a message is composed only
   * if no earlier one is pending. Otherwise every event is sent at once.
   */
  default boolean human() {
    return false;
  }

  /**
   * True if it joins alerts that come at once. Then a batch contains all events that wait, also of
   * a large list, and not only the next few hundred.
   */
  default boolean grouping() {
    return false;
  }

  /**
   * The requests that send these events, in order; empty if there are no events. Pure: the same
   * batch gives the same ids and the same bytes.
   */
  List<NewDelivery> compose(EventBatch batch);

  /**
   * The requests that end these threads at a receiver that is left, although their alerts still
   * fire; empty if the receiver has nothing that stays open.
   *
   * @param threads the keys of the alerts by the thread, as it was sent
   * @param cause names the change, so that the ids of two changes differ
   */
  default List<NewDelivery> ends(Map<String, List<String>> threads, String cause) {
    return List.of();
  }

  /**
   * Makes one attempt. Returns within the time limit and does not throw for a fault of the
   * receiver.
   */
  Outcome send(Delivery delivery, Instant now);

  /** The longest time that {@link #send} takes. */
  default Duration longestAttempt() {
    return NotifySettings.DEFAULT_TIMEOUT;
  }

  /**
   * Reads those of its secrets again that are in files, after the receiver refused one. Returns
   * true if one of them has changed.
   */
  default boolean rereadSecrets() {
    return false;
  }

  /** A simpler message that replaces a rejected one; empty if there is none. */
  Optional<FallbackMessage> fallback(Delivery refused);

  /** A smaller message that replaces one that is too large; empty if there is none. */
  default Optional<FallbackMessage> smaller(Delivery tooLarge) {
    return fallback(tooLarge);
  }

  /** Aborts the attempts in flight. */
  @Override
  void close();
}

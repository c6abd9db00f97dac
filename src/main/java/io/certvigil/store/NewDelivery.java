package io.certvigil.store;

import io.certvigil.store.receiver.ReceiverThread;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A composed message of a channel, to be stored as a delivery.
 *
 * @param id the message id that the receiver gets: the notification's id, with a suffix ({@code _2}
 *     and so on) for parts and recipients; unique among the open deliveries of the channel
 * @param alertKeys the alerts that the message is about
 * @param lane the unit within which order is kept, such as one recipient; empty for the whole
 *     channel
 * @param thread what the receiver knows its alerts by from now on; null if it has no such thing
 */
public record NewDelivery(
    String id,
    String notification,
    String body,
    List<String> eventIds,
    Set<String> alertKeys,
    String lane,
    @Nullable ReceiverThread thread) {
  public NewDelivery {
    eventIds = List.copyOf(eventIds);
    alertKeys = Set.copyOf(alertKeys);
  }

  /** A delivery without a thread. */
  public NewDelivery(
      String id,
      String notification,
      String body,
      List<String> eventIds,
      Set<String> alertKeys,
      String lane) {
    this(id, notification, body, eventIds, alertKeys, lane, null);
  }

  /** A delivery to the whole channel, without a lane. */
  public NewDelivery(
      String id, String notification, String body, List<String> eventIds, Set<String> alertKeys) {
    this(id, notification, body, eventIds, alertKeys, "");
  }

  /** The same in a thread of the receiver; null for none. */
  public NewDelivery in(@Nullable ReceiverThread other) {
    return new NewDelivery(id, notification, body, eventIds, alertKeys, lane, other);
  }
}

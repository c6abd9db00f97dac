package io.certvigil.store;

import java.util.List;
import java.util.Set;

/**
 * A composed request of a channel.
 *
 * @param id what the receiver knows it by: the notification's id, {@code _2} and on for parts and
 *     for recipients; unique within the channel
 * @param alertKeys every alert that it speaks of
 * @param lane what order is kept in, such as one recipient; empty for the channel as a whole
 */
public record NewDelivery(
    String id,
    String notification,
    String body,
    List<String> eventIds,
    Set<String> alertKeys,
    String lane) {
  public NewDelivery {
    eventIds = List.copyOf(eventIds);
    alertKeys = Set.copyOf(alertKeys);
  }

  /** For the channel as a whole. */
  public NewDelivery(
      String id, String notification, String body, List<String> eventIds, Set<String> alertKeys) {
    this(id, notification, body, eventIds, alertKeys, "");
  }
}

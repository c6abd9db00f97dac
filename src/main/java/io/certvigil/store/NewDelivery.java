package io.certvigil.store;

import io.certvigil.store.view.IncidentChange;
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
 * @param incident how it changes an incident of several alerts; null if it does not
 */
public record NewDelivery(
    String id,
    String notification,
    String body,
    List<String> eventIds,
    Set<String> alertKeys,
    String lane,
    @Nullable IncidentChange incident) {
  public NewDelivery {
    eventIds = List.copyOf(eventIds);
    alertKeys = Set.copyOf(alertKeys);
  }

  /** A delivery that changes no incident of several alerts. */
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
}

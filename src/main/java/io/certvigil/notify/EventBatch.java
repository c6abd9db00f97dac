package io.certvigil.notify;

import io.certvigil.store.NewDelivery;
import io.certvigil.store.view.StoreStamp;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The events that are sent to one channel together.
 *
 * @param installation the daemon's name
 * @param stamp of the database that the events are from
 * @param channel the channel's name in the config
 * @param externalUrl URL of the web pages, without a trailing slash; null if not configured
 * @param events oldest first; all are sent to this channel
 * @param now when the batch is composed
 * @param incidents what the receiver was sent before
 */
public record EventBatch(
    String installation,
    StoreStamp stamp,
    String channel,
    @Nullable URI externalUrl,
    List<SerializedEvent> events,
    Instant now,
    IncidentState incidents) {
  public EventBatch {
    events = List.copyOf(events);
  }

  /** A batch for a receiver that was sent nothing, or whose channel does not care. */
  public EventBatch(
      String installation,
      StoreStamp stamp,
      String channel,
      @Nullable URI externalUrl,
      List<SerializedEvent> events,
      Instant now) {
    this(installation, stamp, channel, externalUrl, events, now, IncidentState.NONE);
  }

  /**
   * The notification id. It is derived from the channel and the events, so that composing the same
   * batch again gives the same notification.
   */
  public String id() {
    return id(events);
  }

  /** The same for some of the events. */
  public String id(List<SerializedEvent> some) {
    var words = new ArrayList<>(List.of("notification", channel));
    some.forEach(event -> words.add(event.id()));
    return NotificationId.of(words.toArray(String[]::new));
  }

  /** One delivery for each event. */
  public List<NewDelivery> deliveryPerEvent(Function<SerializedEvent, String> body) {
    return events.stream().map(event -> newDelivery(event, body.apply(event))).toList();
  }

  /** A delivery for this event alone. */
  public NewDelivery newDelivery(SerializedEvent event, String body) {
    var id = id(List.of(event));
    return new NewDelivery(id, id, body, List.of(event.id()), Set.of(event.alertKey()));
  }
}

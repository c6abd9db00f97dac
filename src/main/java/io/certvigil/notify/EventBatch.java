package io.certvigil.notify;

import io.certvigil.store.NewDelivery;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one channel is to be told at one moment.
 *
 * @param installation the daemon's name
 * @param channel its name in the config
 * @param externalUrl where our pages are, without a slash at its end; null where nobody said
 * @param events oldest first; all of them go to this channel
 * @param now when it is composed
 */
public record EventBatch(
    String installation,
    String channel,
    @Nullable URI externalUrl,
    List<SerializedEvent> events,
    Instant now) {
  public EventBatch {
    events = List.copyOf(events);
  }

  /** Follows from what is told to whom, so that composing it again is the same notification. */
  public String id() {
    var words = new ArrayList<>(List.of("notification", channel));
    events.forEach(event -> words.add(event.id()));
    return NotificationId.of(words.toArray(String[]::new));
  }

  /** The same, of one event alone. */
  EventBatch ofOne(SerializedEvent told) {
    return new EventBatch(installation, channel, externalUrl, List.of(told), now);
  }

  /** A delivery of its own for each event. */
  public List<NewDelivery> deliveryPerEvent(Function<SerializedEvent, String> body) {
    return events.stream().map(told -> newDelivery(told, body.apply(told))).toList();
  }

  private NewDelivery newDelivery(SerializedEvent told, String body) {
    var id = ofOne(told).id();
    return new NewDelivery(id, id, body, List.of(told.id()), Set.of(told.alertKey()));
  }
}

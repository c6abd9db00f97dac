package io.certvigil.policy;

import io.certvigil.diff.KnownCertificate;
import io.certvigil.model.ReadableTime;
import io.certvigil.model.WatchedScope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events that are sent once and open no alert. */
final class OneTimeEvents {
  private OneTimeEvents() {}

  /** The id is derived from channel and time, so that there is one event per channel and time. */
  static Event deliveryExpired(ExpiredDeliveries lost, Instant now) {
    var summary =
        "channel "
            + EventText.clean(lost.channel())
            + ": "
            + EventText.count(lost.deliveries(), "delivery was", "deliveries were")
            + " given up, with "
            + EventText.count(lost.events(), "event", "events")
            + " in total, the oldest from "
            + ReadableTime.iso(lost.oldest())
            + " ("
            + EventText.clean(lost.reason())
            + ")";
    return event(EventType.DELIVERY_EXPIRED, lost.channel(), Severity.WARNING, summary, now);
  }

  static Event test(String channel, Instant now) {
    var summary =
        "this is a test of channel "
            + EventText.clean(channel)
            + ": nothing is wrong with this installation, no action is needed";
    return event(EventType.TEST, channel, Severity.INFO, summary, now);
  }

  static Decision unsilenced(
      Alert alert,
      @Nullable WatchedScope watched,
      @Nullable KnownCertificate item,
      Silence silence,
      Instant now) {
    var counted = alert.withNextSequence();
    var type = EventType.CERTIFICATE_UNSILENCED;
    var about =
        item == null
            ? EventText.clean(alert.subject().name())
            : new EventSummary(item, now).expires();
    var event =
        new Event(
            // Identified by the silence, not by the sequence: an end that is found twice gives one
            // event.
            AlertIds.eventId(alert.id(), type, silence.id(), silence.endsAt().getEpochSecond()),
            type,
            now,
            alert.severity(),
            about + ": still firing, and no longer silenced (" + authorAndComment(silence) + ")",
            counted,
            null,
            List.of(),
            watched,
            item,
            null);
    return new Decision(List.of(counted), List.of(event), null);
  }

  private static String authorAndComment(Silence silence) {
    return EventText.clean(silence.author()) + ": " + EventText.clean(silence.comment());
  }

  private static Event event(
      EventType type, String channel, Severity severity, String summary, Instant now) {
    var id = new Alert.Id(AlertIds.alertKey(type, channel, ""), Instant.EPOCH, 1);
    var alert =
        new Alert(
            id,
            new Alert.Subject(type, "", "", EventText.clean(channel)),
            Alert.State.FIRING,
            null,
            severity,
            new Alert.Progress(null, "", now, now, 0, 1, null));
    var event = AlertIds.eventId(id, type, "", now.toEpochMilli());
    return new Event(event, type, now, severity, summary, alert, null, List.of(), null, null, null);
  }
}

package io.certvigil.policy;

import io.certvigil.diff.KnownCertificate;
import io.certvigil.model.ReadableTime;
import io.certvigil.model.WatchedScope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events that are sent once and open no alert. */
public final class OneTimeEvents {
  private OneTimeEvents() {}

  /**
   * Deliveries of one channel that were given up.
   *
   * @param deliveries the number of deliveries; at least 1
   * @param events the number of different events in them
   * @param reason the reason of their last failure, in one word or line; never a secret or a URL
   * @param oldest when the oldest of them was created
   */
  public record ExpiredDeliveries(
      String channel, long deliveries, long events, String reason, Instant oldest) {
    public ExpiredDeliveries {
      if (deliveries < 1) {
        throw new IllegalArgumentException("deliveries: must be positive, was " + deliveries);
      }
    }
  }

  /**
   * One event about all deliveries that were given up. It has no recovery; the same channel and
   * time give the same id.
   */
  public static Event deliveryExpired(ExpiredDeliveries lost, Instant now) {
    var summary =
        "channel %s: %s given up, with %s in total, the oldest from %s (%s)"
            .formatted(
                EventText.clean(lost.channel()),
                EventText.count(lost.deliveries(), "delivery was", "deliveries were"),
                EventText.count(lost.events(), "event", "events"),
                ReadableTime.iso(lost.oldest()),
                EventText.clean(lost.reason()));
    return event(EventType.DELIVERY_EXPIRED, lost.channel(), Severity.WARNING, summary, now);
  }

  /** One event about a credential whose policies changed, so that it sees another view. */
  public static Event credentialChanged(String credential, Instant now) {
    var summary =
        "credential %s: its permissions changed, so it may see more or fewer certificates; what it no longer sees is not taken for removed"
            .formatted(EventText.clean(credential));
    return event(EventType.CREDENTIAL_CHANGED, credential, Severity.WARNING, summary, now);
  }

  /** One event about a silence that covers everything; the same silence gives the same id. */
  public static Event silenceOfEverything(Silence silence, Instant now) {
    var summary =
        "%s silenced every alert about certificates until %s: %s (silence %s)"
            .formatted(
                EventText.clean(silence.author()),
                ReadableTime.iso(silence.endsAt()),
                EventText.clean(silence.comment()),
                EventText.clean(silence.id()));
    var type = EventType.SILENCE_OF_EVERYTHING;
    var once = silence.createdAt().toEpochMilli();
    return event(type, silence.id(), Severity.WARNING, summary, now, once);
  }

  /** A test event of severity info. */
  public static Event test(String channel, Instant now) {
    var summary =
        "this is a test of channel %s: nothing is wrong with this installation, no action is needed"
            .formatted(EventText.clean(channel));
    return event(EventType.TEST, channel, Severity.INFO, summary, now);
  }

  /**
   * Reports that a silence has ended while its alert still fires: one event of the alert's
   * severity, with the same id however often the end is found, and the alert with that event
   * counted.
   *
   * @param watched the alert's scope; null if it is not about a scope
   * @param item the alert's certificate in its current state; null if it is not about a certificate
   */
  public static Decision unsilenced(
      Alert alert,
      @Nullable WatchedScope watched,
      @Nullable KnownCertificate item,
      Silence silence,
      Instant now) {
    var counted = alert.withNextSequence();
    var type = EventType.CERTIFICATE_UNSILENCED;
    // Identified by the silence, not by the sequence: an end that is found twice gives one event.
    var id = AlertIds.eventId(alert.id(), type, silence.id(), silence.endsAt().getEpochSecond());
    var about =
        item == null
            ? EventText.clean(alert.subject().name())
            : new EventSummary(item, now).expires();
    var summary =
        "%s: still firing, and no longer silenced (%s: %s)"
            .formatted(
                about, EventText.clean(silence.author()), EventText.clean(silence.comment()));
    var event =
        new Event(
            id,
            type,
            now,
            alert.severity(),
            summary,
            counted,
            null,
            List.of(),
            watched,
            item,
            null);
    return new Decision(List.of(counted), List.of(event), null);
  }

  private static Event event(
      EventType type, String name, Severity severity, String summary, Instant now) {
    return event(type, name, severity, summary, now, now.toEpochMilli());
  }

  /**
   * @param n tells events of the same type and name apart
   */
  private static Event event(
      EventType type, String name, Severity severity, String summary, Instant now, long n) {
    var key = new Alert.Id(AlertIds.alertKey(type, name, ""), Instant.EPOCH, 1);
    var subject = new Alert.Subject(type, "", "", EventText.clean(name));
    var progress = Alert.Progress.start(now, 1);
    var alert = new Alert(key, subject, Alert.State.FIRING, null, severity, progress);
    var id = AlertIds.eventId(key, type, "", n);
    return new Event(id, type, now, severity, summary, alert, null, List.of(), null, null, null);
  }
}

package io.certvigil.notify.compose;

import io.certvigil.notify.EventDocument;
import io.certvigil.notify.EventEffect;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.SerializedEvent;
import io.certvigil.notify.WireJson;
import io.certvigil.policy.Severity;
import io.certvigil.policy.Silence;
import io.certvigil.store.Outbox;
import io.certvigil.store.Outbox.StoredEvent;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects the events that are sent to one channel, by the routes, its minimum severity and the
 * active silences.
 *
 * <p>A receiver that was sent an alert is sent how it goes on, whatever the routes say now. Its
 * resolution is sent whatever its severity and even if it is silenced: otherwise the incident at
 * the receiver would stay open. A delivery that expired on one channel is reported on every other
 * channel whatever its minimum severity, because it may have been critical. A silence of everything
 * is reported on every channel, too.
 */
final class ChannelEventFilter {
  private final String channel;
  private final Severity minSeverity;
  private final boolean opensIncidents;
  private final @Nullable URI externalUrl;
  private final Routing routing;
  private final Outbox outbox;
  private final List<Silence> silences;
  private final List<SerializedEvent> accepted = new ArrayList<>();
  private final Map<String, List<String>> suppressed = new LinkedHashMap<>();
  private final Set<String> openAlerts = new HashSet<>();
  private final Set<String> closedAlerts = new HashSet<>();
  private final SharedReceiver others;
  private int unrouted;
  private int size;

  /**
   * @param silences the active silences
   */
  ChannelEventFilter(
      String channel,
      NotifySettings settings,
      Routing routing,
      Outbox outbox,
      List<Silence> silences) {
    this.channel = channel;
    var own = settings.channels().get(channel);
    this.minSeverity = own == null ? Severity.INFO : own.minSeverity();
    this.opensIncidents = own instanceof NotifySettings.ChannelSettings.PagerDuty;
    this.externalUrl = settings.externalUrl();
    this.routing = routing;
    this.outbox = outbox;
    this.silences = silences;
    this.others = SharedReceiver.of(channel, settings, outbox);
  }

  /** Adds an event; returns true if it is to be sent. */
  boolean add(StoredEvent queued) {
    var event = EventDocument.of(queued);
    unrouted += routing.unrouted(event) ? 1 : 0;
    boolean follows = EventEffect.of(event) != EventEffect.ONCE && isOpen(queued);
    if ((!follows && !routing.goesTo(channel, event)) || others.send(queued, event)) {
      return false;
    }
    boolean closes = event.isResolved() && follows;
    boolean below =
        event.severity().compareTo(minSeverity) < 0 || (opensIncidents && expiredBefore(event));
    boolean always = Routing.isSilenceOfEverything(event);
    if (below && !closes && !always && !Routing.isDeliveryExpired(event)) {
      return false;
    }
    var covering = always ? List.<Silence>of() : Silence.covering(silences, event.subject());
    if (!covering.isEmpty() && !closes) {
      suppressed.computeIfAbsent(covering.getFirst().id(), _ -> new ArrayList<>()).add(queued.id());
      size++;
      return false;
    }
    accepted.add(SerializedEvent.of(queued, event, externalUrl));
    trackOpenAlerts(queued, event);
    size++;
    return true;
  }

  /**
   * Whether its certificate had expired before Certvigil first read it, which is told, but is no
   * incident, whatever {@code min_severity} says.
   */
  private static boolean expiredBefore(EventDocument event) {
    var seen = instant(WireJson.text(event.json(), "certificate", "first_seen_at"));
    var end = instant(event.certificateOrNone().notAfter());
    return event.severity() == Severity.INFO
        && end.isPresent()
        && seen.isPresent()
        && !end.get().isAfter(seen.get());
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty(); // unknown
    }
  }

  /**
   * Tracks the alerts that this batch opens at the receiver. A resolution closes its alert, so a
   * later event of it is filtered again.
   */
  private void trackOpenAlerts(StoredEvent queued, EventDocument event) {
    if (event.isResolved()) {
      openAlerts.remove(queued.alertKey());
      closedAlerts.add(queued.alertKey());
    } else if (EventEffect.of(event) != EventEffect.ONCE) {
      openAlerts.add(queued.alertKey());
    }
  }

  /** Whether the receiver was told of the alert; then it is told how it goes on. */
  private boolean isOpen(StoredEvent queued) {
    if (openAlerts.contains(queued.alertKey())) {
      return true;
    }
    return !closedAlerts.contains(queued.alertKey())
        && outbox
            .told(channel, queued.alertKey())
            .filter(told -> told.open() || told.position() == queued.position())
            .isPresent();
  }

  List<SerializedEvent> accepted() {
    return accepted;
  }

  /** The ids of the suppressed events, by the id of the silence that covers them. */
  Map<String, List<String>> suppressed() {
    return suppressed;
  }

  /** The number of events that match no route, whether they are sent or not. */
  int unrouted() {
    return unrouted;
  }

  /** The number of events that are sent or suppressed; they are kept in memory. */
  int size() {
    return size;
  }
}

package io.certvigil.notify.compose;

import io.certvigil.notify.AlertLifecycle;
import io.certvigil.notify.EventDocument;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.SerializedEvent;
import io.certvigil.policy.Severity;
import io.certvigil.policy.Silence;
import io.certvigil.store.Outbox;
import io.certvigil.store.Outbox.StoredEvent;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of the events goes to one channel: by the routes, by its severity, and by the silences that
 * are active.
 *
 * <p>An end is told to a channel that was told of the beginning, whatever its severity now and
 * whatever is silenced: else an incident that a receiver opened would stay open for ever. What was
 * lost on one channel is told on every other, whatever it wants least: it may have been critical.
 */
final class ChannelEventFilter {
  private final String channel;
  private final Severity minSeverity;
  private final @Nullable URI externalUrl;
  private final Routing routing;
  private final Outbox outbox;
  private final List<Silence> silences;
  private final List<SerializedEvent> accepted = new ArrayList<>();
  private final Map<String, List<String>> suppressed = new LinkedHashMap<>();
  private final Set<String> openAlerts = new HashSet<>();
  private int unrouted;
  private int size;

  /**
   * @param silences those that are active
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
    this.externalUrl = settings.externalUrl();
    this.routing = routing;
    this.outbox = outbox;
    this.silences = silences;
  }

  /** Whether it is to be told. */
  boolean add(StoredEvent queued) {
    var event = EventDocument.of(queued);
    unrouted += routing.unrouted(event) ? 1 : 0;
    if (!routing.goesTo(channel, event)) {
      return false;
    }
    boolean closes = resolvesSentAlert(queued, event);
    boolean below = event.severity().compareTo(minSeverity) < 0;
    if (below && !closes && !Routing.isDeliveryExpired(event)) {
      return false;
    }
    var covering = Silence.covering(silences, event.subject());
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

  /** What is over and begins again is told anew, or not: what was told before has been closed. */
  private void trackOpenAlerts(StoredEvent queued, EventDocument event) {
    if (event.isResolved()) {
      openAlerts.remove(queued.alertKey());
    } else if (AlertLifecycle.of(event) != AlertLifecycle.ONCE) {
      openAlerts.add(queued.alertKey());
    }
  }

  private boolean resolvesSentAlert(StoredEvent queued, EventDocument event) {
    return event.isResolved()
        && (openAlerts.contains(queued.alertKey())
            || outbox.isAlertOpen(channel, queued.alertKey(), queued.position() - 1));
  }

  List<SerializedEvent> accepted() {
    return accepted;
  }

  /** The ids of events by the silence that covers them. */
  Map<String, List<String>> suppressed() {
    return suppressed;
  }

  /** How many no route takes, told or not. */
  int unrouted() {
    return unrouted;
  }

  /** How many are told or suppressed: what is held in memory. */
  int size() {
    return size;
  }
}

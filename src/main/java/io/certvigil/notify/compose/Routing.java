package io.certvigil.notify.compose;

import static io.certvigil.policy.EventType.CERTIFICATE_APPEARED;
import static io.certvigil.policy.EventType.CERTIFICATE_RENEWED;

import io.certvigil.model.Globs;
import io.certvigil.notify.EventDocument;
import io.certvigil.notify.Route;
import io.certvigil.policy.EventType;
import io.certvigil.policy.Policy;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides to which channels an event is sent. It uses only the stored event, so that a replayed
 * event is routed by its own facts and the current routes.
 *
 * @param channels all configured channels
 */
record Routing(List<Route> routes, Set<String> channels) {
  /** Event types that are sent only if a route names them. */
  private static final Set<String> OPT_IN_TYPES =
      Set.of(CERTIFICATE_RENEWED.word(), CERTIFICATE_APPEARED.word());

  Routing {
    routes = List.copyOf(routes);
    channels = Set.copyOf(channels);
  }

  /**
   * True if the event is sent to the channel. An event about a failing channel is sent to all other
   * channels, whatever the routes are: a route that matches everything may lead to the failing
   * channel itself.
   */
  boolean goesTo(String channel, EventDocument event) {
    if (isSilenceOfEverything(event)) {
      return true;
    }
    var subject = subjectChannel(event);
    if (subject.isPresent()) {
      return !subject.get().equals(channel) || isOnlyChannelForLoss(channel, event);
    }
    return matchedChannels(event)
        .map(takers -> takers.contains(channel))
        .orElse(!OPT_IN_TYPES.contains(event.type()));
  }

  /**
   * True if there are routes, and the event is sent to every channel only because it matches none
   * of them.
   */
  boolean unrouted(EventDocument event) {
    return !routes.isEmpty()
        && !isSilenceOfEverything(event)
        && subjectChannel(event).isEmpty()
        && !OPT_IN_TYPES.contains(event.type())
        && matchedChannels(event).isEmpty();
  }

  /** The channels of the routes that match the event; empty if none matches. */
  private Optional<Set<String>> matchedChannels(EventDocument event) {
    var takers = new HashSet<String>();
    boolean taken = false;
    for (var route : routes) {
      if (matches(route, event)) {
        taken = true;
        takers.addAll(route.to());
        if (!route.continueMatching()) {
          break;
        }
      }
    }
    return taken ? Optional.of(takers) : Optional.empty();
  }

  /** The channel that an event about the daemon's own deliveries concerns. */
  private Optional<String> subjectChannel(EventDocument event) {
    if (event.knownType().filter(DELIVERY_EVENTS::contains).isEmpty()) {
      return Optional.empty();
    }
    var key = event.alert().key();
    return channels.stream()
        .filter(
            name ->
                key.equals(Policy.channelAlertKey(name))
                    || key.equals(Policy.expiredDeliveryAlertKey(name)))
        .findFirst();
  }

  private static final Set<EventType> DELIVERY_EVENTS =
      Set.of(EventType.CHANNEL_FAILING, EventType.CHANNEL_RECOVERED, EventType.DELIVERY_EXPIRED);

  /** If there is only one channel, its expired deliveries are reported on it. */
  private boolean isOnlyChannelForLoss(String channel, EventDocument event) {
    return channels.equals(Set.of(channel)) && isDeliveryExpired(event);
  }

  /** True if the event reports deliveries that were given up. */
  static boolean isDeliveryExpired(EventDocument event) {
    return event.is(EventType.DELIVERY_EXPIRED);
  }

  /**
   * True if the event reports that a silence covers everything. It is sent to every channel,
   * whatever routes, severities and silences say: otherwise nobody would notice that nobody is
   * notified.
   */
  static boolean isSilenceOfEverything(EventDocument event) {
    return event.is(EventType.SILENCE_OF_EVERYTHING);
  }

  private static boolean matches(Route route, EventDocument event) {
    return event.severity().compareTo(route.minSeverity()) >= 0
        && matchesType(route.types(), event.type())
        && route.match().matches(event.subject().certificate());
  }

  private static boolean matchesType(List<String> types, String type) {
    return new Globs(types).matches(type)
        && (!OPT_IN_TYPES.contains(type) || types.stream().anyMatch(type::equalsIgnoreCase));
  }
}

package io.certvigil.notify.pagerduty;

import io.certvigil.model.Key;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.EventDocument;
import io.certvigil.notify.EventEffect;
import io.certvigil.notify.SerializedEvent;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.receiver.ReceiverThread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents the events of a batch open, update and close: one for each alert, except that
 * more new alerts of one source and zone than a limit are one incident. It is updated when one of
 * its alerts changes, and closed when the last one ends.
 */
final class PagerDutyIncidents {
  private final EventBatch batch;
  private final List<PagedEvent> events;
  private final Map<String, EventEffect> lastEffects = new HashMap<>();
  private final Map<String, String> incidents = new HashMap<>();
  private final Set<Place> groupedPlaces;

  /** The list that an alert belongs to. */
  record Place(String source, String account, String zone) {}

  /**
   * An event, parsed as far as it is needed.
   *
   * @param place null if it concerns no certificate
   */
  record PagedEvent(
      SerializedEvent event, EventDocument document, EventEffect effect, @Nullable Place place) {
    static PagedEvent of(SerializedEvent event) {
      var document = event.document();
      var certificate = document.certificateOrNone();
      var place =
          certificate.id().isEmpty()
              ? null
              : new Place(
                  certificate.source(), certificate.account().id(), certificate.zone().id());
      return new PagedEvent(event, document, EventEffect.of(document), place);
    }

    String alertKey() {
      return event.alertKey();
    }

    boolean changesState() {
      return effect != EventEffect.ONCE;
    }
  }

  PagerDutyIncidents(EventBatch batch, int groupOver) {
    this.batch = batch;
    events = batch.events().stream().map(PagedEvent::of).toList();
    for (var event : events) {
      if (event.changesState()) {
        lastEffects.put(event.alertKey(), event.effect());
        batch
            .incidents()
            .incidentOf(event.alertKey())
            .ifPresent(incident -> incidents.put(event.alertKey(), incident));
      }
    }
    groupedPlaces = groupedPlaces(groupOver);
  }

  private Set<Place> groupedPlaces(int groupOver) {
    var fresh = new HashMap<Place, Set<String>>();
    for (var event : events) {
      if (event.place() != null && startsToFire(event)) {
        fresh.computeIfAbsent(event.place(), _ -> new HashSet<>()).add(event.alertKey());
      }
    }
    return fresh.entrySet().stream()
        .filter(place -> place.getValue().size() > groupOver)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** An alert that also ends in this batch, or that has an incident already, keeps its own. */
  private boolean startsToFire(PagedEvent event) {
    return event.changesState()
        && lastEffects.get(event.alertKey()) == EventEffect.LASTS
        && !incidents.containsKey(event.alertKey())
        && !batch.incidents().isOpen(event.alertKey());
  }

  /** The requests, in the order of the first event of each. */
  List<NewDelivery> deliveries() {
    var requests = new LinkedHashMap<Object, List<PagedEvent>>();
    var requestOf = new HashMap<String, Object>();
    for (var event : inOrder()) {
      var request =
          event.changesState()
              ? requestOf.computeIfAbsent(event.alertKey(), _ -> sharedRequest(event))
              : event.event().id();
      var own = request.equals("") ? event.event().id() : request;
      requests.computeIfAbsent(own, _ -> new ArrayList<>()).add(event);
    }
    return requests.entrySet().stream()
        .map(request -> delivery(request.getKey(), request.getValue()))
        .toList();
  }

  /**
   * An event that is sent once comes before the shared request that contains a later event of its
   * alert, although that request may have begun with an earlier event of another alert.
   */
  private List<PagedEvent> inOrder() {
    var changed = new HashSet<String>();
    var first = new ArrayList<PagedEvent>();
    var rest = new ArrayList<PagedEvent>();
    for (var event : events) {
      if (event.changesState()) {
        changed.add(event.alertKey());
      }
      (changed.contains(event.alertKey()) ? rest : first).add(event);
    }
    first.addAll(rest);
    return first;
  }

  /** The incident or the place that the event's request is about; empty if it is alone. */
  private Object sharedRequest(PagedEvent event) {
    var incident = incidents.get(event.alertKey());
    if (incident != null) {
      return new OpenIncident(incident);
    }
    var place = event.place();
    return place != null && groupedPlaces.contains(place) && startsToFire(event) ? place : "";
  }

  private record OpenIncident(String key) {}

  private NewDelivery delivery(Object request, List<PagedEvent> some) {
    return switch (request) {
      case Place _ -> opening(some);
      case OpenIncident(var key) -> changing(key, some);
      default -> alone(some.getFirst());
    };
  }

  private NewDelivery alone(PagedEvent one) {
    var event = one.event();
    var thread =
        one.changesState()
            ? new ReceiverThread(PagerDutyBody.dedupKey(batch, event, one.document()), false)
            : null;
    return batch.newDelivery(event, PagerDutyBody.of(batch, event)).in(thread);
  }

  private NewDelivery opening(List<PagedEvent> some) {
    var ids = some.stream().map(one -> one.event().id()).toArray(String[]::new);
    var incident =
        PagerDutyBody.fitting("certvigil/" + batch.installation() + "/group/" + Key.longOf(ids));
    var alerts = alertKeys(some, _ -> true);
    var body = new PagerDutyGroupBody(batch, incident, some).trigger(alerts.size());
    return newDelivery(some, body, incident);
  }

  private NewDelivery changing(String incident, List<PagedEvent> some) {
    var ended = alertKeys(some, key -> lastEffects.get(key) == EventEffect.OVER);
    long firing = batch.incidents().size(incident) - ended.size();
    var group = new PagerDutyGroupBody(batch, incident, some);
    var body = firing <= 0 ? group.resolve() : group.update(firing);
    return newDelivery(some, body, incident);
  }

  private static Set<String> alertKeys(List<PagedEvent> some, Function<String, Boolean> which) {
    return some.stream()
        .map(PagedEvent::alertKey)
        .filter(which::apply)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** All requests about one incident keep their order, so it is a key like those of its alerts. */
  private NewDelivery newDelivery(List<PagedEvent> some, String body, String incident) {
    var serialized = some.stream().map(PagedEvent::event).toList();
    var keys = new HashSet<>(alertKeys(some, _ -> true));
    keys.add(incident);
    var id = batch.id(serialized);
    var events = serialized.stream().map(SerializedEvent::id).toList();
    return new NewDelivery(id, id, body, events, keys, "", new ReceiverThread(incident, true));
  }
}

package io.certvigil.metrics;

import static java.util.stream.Collectors.toMap;

import io.certvigil.diff.Change;
import io.certvigil.model.Source;
import io.certvigil.policy.Alert;
import io.certvigil.policy.Event;
import io.certvigil.policy.EventType;
import io.certvigil.policy.Severity;
import io.certvigil.store.view.ConditionView;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counters of changes and events since the start, and the firing alerts that belong to no scope.
 */
final class EventCounters {
  private static final List<String> CHANGE_WORDS =
      List.of("appeared", "renewed", "status", "expiry", "metadata", "disappeared");

  private final Map<Source, Map<String, LongAdder>> changes = new ConcurrentHashMap<>();
  private final Map<EventType, LongAdder> events = new EnumMap<>(EventType.class);
  private final Map<String, Severity> firing = new ConcurrentHashMap<>();
  private final ConditionGauge conditions = new ConditionGauge();

  EventCounters(Set<Source> sources) {
    sources.forEach(this::changeCounters);
    for (var type : EventType.values()) {
      events.put(type, new LongAdder());
    }
  }

  private Map<String, LongAdder> changeCounters(Source source) {
    return changes.computeIfAbsent(
        source, _ -> CHANGE_WORDS.stream().collect(toMap(word -> word, _ -> new LongAdder())));
  }

  /** Counts changes, except a baseline and changes that do not prove anything yet. */
  void countChanges(Source source, List<Change> all) {
    var counts = changeCounters(source);
    for (var change : all) {
      var count = counts.get(change.word());
      if (count != null) {
        count.increment();
      }
    }
  }

  void countEvents(List<Event> some) {
    for (var event : some) {
      var count = events.get(event.type());
      if (count != null) {
        count.increment();
      }
      updateFiring(event.alert());
      conditions.update(event);
    }
  }

  /** Replaces the firing alerts that belong to no scope. */
  void firing(Collection<Alert> alerts) {
    firing.clear();
    alerts.forEach(this::updateFiring);
  }

  private void updateFiring(Alert alert) {
    if (!alert.subject().scope().isEmpty() && alert.subject().kind() != EventType.ZONE_AT_RISK) {
      return;
    }
    if (alert.firing()) {
      firing.put(alert.id().key(), alert.severity());
    } else {
      firing.remove(alert.id().key());
    }
  }

  /** Replaces the conditions that are reported. */
  void conditions(Collection<ConditionView> reported) {
    conditions.replace(reported);
  }

  String conditionLines(Set<String> accounts) {
    return conditions.lines(accounts);
  }

  long firing(Severity severity) {
    return firing.values().stream().filter(one -> one == severity).count();
  }

  /** Every source that was configured or has been read, in a fixed order. */
  Set<Source> sources() {
    return new TreeSet<>(changes.keySet());
  }

  String changeLines() {
    var text = new StringBuilder();
    for (var source : sources()) {
      var counts = changeCounters(source);
      for (var word : CHANGE_WORDS) {
        var labels = "source=\"" + source.word() + "\",change=\"" + word + "\"";
        var count = counts.getOrDefault(word, new LongAdder());
        text.append(ScopeMetricsBuilder.line(Family.CHANGES, labels, count.sum()));
      }
    }
    return text.toString();
  }

  String eventLines() {
    var text = new StringBuilder();
    events.forEach(
        (type, count) ->
            text.append(
                ScopeMetricsBuilder.line(
                    Family.EVENTS, "type=\"" + type.word() + "\"", count.sum())));
    return text.toString();
  }
}

package io.certvigil.policy;

import io.certvigil.diff.Item;
import io.certvigil.model.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A decision while it is made: the last state of each alert, every event, the next moment. */
final class DecisionBuilder {
  private final @Nullable Watched watched;
  private final Instant now;
  private final Map<Row, Alert> alerts = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private @Nullable Instant nextAt;

  DecisionBuilder(@Nullable Watched watched, Instant now) {
    this.watched = watched;
    this.now = now;
  }

  Instant now() {
    return now;
  }

  Collection<Alert> alerts() {
    return alerts.values();
  }

  List<Event> events() {
    return events;
  }

  /** An alert as it is to be stored. */
  void put(Alert alert) {
    alerts.put(new Row(alert.id().key(), alert.id().incarnation()), alert);
  }

  /** An event that tells no rung, under the alert's present sequence. */
  void tell(
      EventType type,
      Severity severity,
      String summary,
      Alert alert,
      @Nullable Item item,
      Event.@Nullable Field change) {
    tell(type, severity, summary, alert, alert.progress().sequence(), item, change);
  }

  void tell(
      EventType type,
      Severity severity,
      String summary,
      Alert alert,
      long n,
      @Nullable Item item,
      Event.@Nullable Field change) {
    var id = Ids.event(alert.id(), type, "", n);
    events.add(
        new Event(id, type, now, severity, summary, alert, null, List.of(), watched, item, change));
  }

  /** An event that tells a rung. */
  void tellRung(
      EventType type,
      Severity severity,
      String summary,
      Alert alert,
      long n,
      Rise rise,
      @Nullable Item item) {
    var id = Ids.event(alert.id(), type, Ladder.format(rise.to()), n);
    events.add(
        new Event(
            id,
            type,
            now,
            severity,
            summary,
            alert,
            rise.from(),
            rise.skipped(),
            watched,
            item,
            null));
  }

  /** Time alone changes something at this moment. */
  void wake(Instant at) {
    if (nextAt == null || at.isBefore(nextAt)) {
      nextAt = at;
    }
  }

  Decision decision() {
    return new Decision(List.copyOf(alerts.values()), events, nextAt);
  }

  /** From one rung to another, and what lay between. */
  record Rise(@Nullable Duration from, Duration to, List<Duration> skipped) {}

  private record Row(String key, Instant incarnation) {}
}

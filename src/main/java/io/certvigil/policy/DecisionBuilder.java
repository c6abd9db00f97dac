package io.certvigil.policy;

import io.certvigil.diff.KnownCertificate;
import io.certvigil.model.WatchedScope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects a decision: the last state of each alert, all events, the time of the next decision. */
final class DecisionBuilder {
  private final @Nullable WatchedScope watched;
  private final Instant now;
  private final Map<AlertRow, Alert> alerts = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private @Nullable Instant nextAt;

  DecisionBuilder(@Nullable WatchedScope watched, Instant now) {
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

  /** Stores this state of an alert; a later one replaces it. */
  void put(Alert alert) {
    alerts.put(new AlertRow(alert.id().key(), alert.id().incarnation()), alert);
  }

  /** Adds an event without a rung, identified by the alert's current sequence. */
  void addEvent(
      EventType type,
      Severity severity,
      String summary,
      Alert alert,
      @Nullable KnownCertificate item,
      Event.@Nullable Field change) {
    addEvent(type, severity, summary, alert, alert.progress().sequence(), item, change);
  }

  void addEvent(
      EventType type,
      Severity severity,
      String summary,
      Alert alert,
      long n,
      @Nullable KnownCertificate item,
      Event.@Nullable Field change) {
    var id = AlertIds.eventId(alert.id(), type, "", n);
    events.add(
        new Event(id, type, now, severity, summary, alert, null, List.of(), watched, item, change));
  }

  /** Adds an event about a rung. */
  void addRungEvent(
      EventType type,
      Severity severity,
      String summary,
      Alert alert,
      long n,
      RungChange rise,
      @Nullable KnownCertificate item) {
    var id = AlertIds.eventId(alert.id(), type, Ladder.format(rise.to()), n);
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

  /** Requests another decision at this time, even without a reading. */
  void decideAgainAt(Instant at) {
    if (nextAt == null || at.isBefore(nextAt)) {
      nextAt = at;
    }
  }

  Decision build() {
    return new Decision(List.copyOf(alerts.values()), events, nextAt);
  }

  /** From one rung to another, with the rungs between that were skipped. */
  record RungChange(@Nullable Duration from, Duration to, List<Duration> skipped) {}

  private record AlertRow(String key, Instant incarnation) {}
}

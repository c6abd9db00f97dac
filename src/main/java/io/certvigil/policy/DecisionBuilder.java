package io.certvigil.policy;

import io.certvigil.diff.KnownCertificate;
import io.certvigil.model.Condition;
import io.certvigil.model.WatchedScope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

  /** Stores this state of an alert; a later one replaces it. */
  void put(Alert alert) {
    alerts.put(new AlertRow(alert.id().key(), alert.id().incarnation()), alert);
  }

  /** Resolves this alert with an event of this type. */
  Alert resolve(
      Alert alert,
      EventType type,
      @Nullable String reason,
      String summary,
      @Nullable KnownCertificate item) {
    var resolved = alert.withNextSequence().resolved(reason);
    put(resolved);
    addEvent(type, resolved.severity(), summary, resolved, item, null);
    return resolved;
  }

  /** Adds an event without a rung, identified by the alert's current sequence. */
  void addEvent(
      EventType type,
      Severity severity,
      String summary,
      Alert alert,
      @Nullable KnownCertificate item,
      Event.@Nullable Field change) {
    long sequence = alert.progress().sequence();
    addEvent(type, severity, summary, alert, sequence, null, item, change);
  }

  /**
   * @param n the number of the reminder, or the sequence of this alert's events without a rung
   * @param rungs the crossed rungs; null for an event without a rung
   */
  void addEvent(
      EventType type,
      Severity severity,
      String summary,
      Alert alert,
      long n,
      @Nullable RungChange rungs,
      @Nullable KnownCertificate item,
      Event.@Nullable Field change) {
    var rung = rungs == null ? "" : Ladder.format(rungs.to());
    var id = AlertIds.eventId(alert.id(), type, rung, n);
    var from = rungs == null ? null : rungs.from();
    List<Duration> skipped = rungs == null ? List.of() : rungs.skipped();
    events.add(
        new Event(id, type, now, severity, summary, alert, from, skipped, watched, item, change));
  }

  /** Adds an event about a condition, identified by the alert's current sequence. */
  void addEvent(EventType type, String summary, Alert alert, Condition condition) {
    var id = AlertIds.eventId(alert.id(), type, "", alert.progress().sequence());
    events.add(
        new Event(
            id,
            type,
            now,
            alert.severity(),
            summary,
            alert,
            null,
            List.of(),
            watched,
            null,
            null,
            condition));
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

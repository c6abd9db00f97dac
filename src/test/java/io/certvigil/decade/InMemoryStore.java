package io.certvigil.decade;

import io.certvigil.diff.Change;
import io.certvigil.diff.Diff;
import io.certvigil.diff.KnownCertificate;
import io.certvigil.diff.KnownScope;
import io.certvigil.diff.Presence;
import io.certvigil.model.Reading;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Alert;
import io.certvigil.policy.Decision;
import io.certvigil.policy.Event;
import io.certvigil.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An in-memory store: alert rows by key and incarnation, every event id once. */
final class InMemoryStore {
  private static final Duration RETENTION = Duration.ofDays(150);

  private final WatchedScope watched;
  private final Map<String, Alert> alerts = new LinkedHashMap<>();
  private final Set<String> ids = new HashSet<>();
  private KnownScope known;
  private @Nullable Instant nextAt;

  InMemoryStore(WatchedScope watched) {
    this.watched = watched;
    this.known = new KnownScope(watched.scope(), false, watched.interval(), Map.of());
  }

  @Nullable Instant nextAt() {
    return nextAt;
  }

  List<Event> tick(Policy policy, Instant now) {
    return write(decide(policy, known, List.of(), now));
  }

  List<Event> commit(Reading reading, Policy policy, Instant now) {
    var changes = Diff.between(known, reading, now);
    var after = known.updated(changes, reading, now);
    var decision = decide(policy, after, changes, now);
    known = after;
    return write(decision);
  }

  /** Decides a reading without committing it. */
  void decideWithoutCommit(Reading reading, Policy policy, Instant now) {
    var changes = Diff.between(known, reading, now);
    decide(policy, known.updated(changes, reading, now), changes, now);
  }

  /** Whether deciding again gives no events and no alerts. */
  boolean isStable(Policy policy, Instant now) {
    var again = decide(policy, known, List.of(), now);
    return again.events().isEmpty() && again.alerts().isEmpty();
  }

  /** Whether each key has at most one firing row. */
  boolean hasOneFiringPerKey() {
    var keys = new HashSet<String>();
    return alerts.values().stream()
        .filter(Alert::firing)
        .allMatch(alert -> keys.add(alert.id().key()));
  }

  void acknowledge(String certificate, boolean taken, Instant now) {
    alerts.values().stream()
        .filter(alert -> alert.firing() && alert.subject().certificate().equals(certificate))
        .toList()
        .forEach(alert -> put(taken ? alert.acknowledged("mo", now) : alert.unacknowledged(now)));
    nextAt = now;
  }

  /** Deletes certificates that have been absent for long, with their alerts; returns their ids. */
  Collection<String> retain(Instant now) {
    var old = new LinkedHashSet<String>();
    for (var item : known.items().values()) {
      if (item.presence() instanceof Presence.Absent(var since)
          && since.plus(RETENTION).isBefore(now)) {
        old.add(item.certificate().id());
      }
    }
    if (!old.isEmpty()) {
      var items = new LinkedHashMap<String, KnownCertificate>(known.items());
      items.keySet().removeAll(old);
      known = new KnownScope(watched.scope(), known.baselined(), watched.interval(), items);
      alerts.values().removeIf(alert -> old.contains(alert.subject().certificate()));
    }
    return old;
  }

  private Decision decide(Policy policy, KnownScope after, List<Change> changes, Instant now) {
    return policy.decide(watched, after, changes, alerts.values(), now);
  }

  private List<Event> write(Decision decision) {
    decision.alerts().forEach(this::put);
    for (var event : decision.events()) {
      if (!ids.add(event.id())) {
        throw new AssertionError("decided twice: " + event);
      }
    }
    nextAt = decision.nextAt();
    return decision.events();
  }

  private void put(Alert alert) {
    alerts.put(alert.id().key() + "@" + alert.id().incarnation(), alert);
  }
}

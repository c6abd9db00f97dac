package io.certvigil.store;

import io.certvigil.diff.ConditionBook;
import io.certvigil.diff.KnownScope;
import io.certvigil.diff.ServingCertificates;
import io.certvigil.diff.ZoneFindings;
import io.certvigil.model.Condition;
import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.Zone;
import io.certvigil.policy.Alert;
import io.certvigil.policy.ConditionCase;
import io.certvigil.policy.Decision;
import io.certvigil.policy.Event;
import io.certvigil.store.condition.ConditionRows;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.ConditionView;
import io.certvigil.store.view.Cursor;
import io.certvigil.store.view.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The conditions that prevent renewals or end with a deletion, and their alerts. */
public final class Conditions {
  private static final String REPORTED =
      "SELECT "
          + ConditionRows.COLUMNS
          + ", a.severity FROM condition c JOIN alert a ON a.key = c.key AND a.state = 'firing'"
          + " WHERE c.valid_to IS NULL ORDER BY c.key";
  private static final String UNWATCHED = "unwatched";

  private final Database database;

  Conditions(Database database) {
    this.database = database;
  }

  /** Those that are reported, in the order of their keys. */
  public List<ConditionView> reported() {
    return database.read("query", Conditions::reported);
  }

  /** One page of {@link #reported}. */
  public Page<ConditionView> page(@Nullable Cursor cursor, int limit) {
    return Page.of("conditions", reported(), ConditionView::key, cursor, limit);
  }

  /** The firing alerts about zones, which belong to no list. */
  public List<Alert> zoneAlerts() {
    return database.list(
        "query",
        AlertRows.SELECT + "state = 'firing' AND kind = 'zone.at_risk' ORDER BY key",
        AlertRows::fromRow);
  }

  /** Decides the conditions of all zones as time passes; returns the events it inserted. */
  public List<Event> decideZones(Instant now) {
    var zones = database.read("decide", session -> zones(session));
    var events = new ArrayList<Event>();
    for (var zone : zones) {
      var ahead = database.read("decide", session -> undecided(session, zone, now));
      if (ahead) {
        events.addAll(
            database.write(
                "decide",
                session ->
                    anyList(session, zone)
                        .map(watched -> ofZone(session, watched, now))
                        .orElse(List.of())));
      }
    }
    return events;
  }

  private static List<String> zones(Session session) {
    return Stream.concat(
            ConditionRows.scopes(session, Condition.ofZone("")).stream(),
            session
                .list(
                    "SELECT DISTINCT scope FROM alert WHERE state = 'firing'"
                        + " AND kind = 'zone.at_risk'",
                    ResultRow::text)
                .stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static boolean undecided(Session session, String zone, Instant now) {
    return anyList(session, zone)
        .map(watched -> decided(session, zone, watched, now).decision())
        .filter(decision -> !decision.events().isEmpty())
        .isPresent();
  }

  /** A watched list of this zone, always the same one of several. */
  private static Optional<WatchedScope> anyList(Session session, String zone) {
    return session
        .first(
            ScopeRows.SELECT
                + "WHERE zone_id = ? AND watched = 1 AND source IS NOT NULL ORDER BY id LIMIT 1",
            ScopeRows::fromRow,
            zone.substring(Condition.ofZone("").length()))
        .map(ScopeRow::requireWatched);
  }

  /** Stores what a discovery says about the zones of which this watch reads lists. */
  static void recordZones(
      Session session,
      Collection<Zone> zones,
      Collection<WatchedScope> found,
      boolean complete,
      Instant now) {
    var lists =
        found.stream()
            .filter(list -> list.scope().zone() != null)
            .collect(
                Collectors.toMap(list -> list.scope().owner().id(), list -> list, (one, _) -> one));
    for (var zone : zones) {
      var list = lists.get(zone.zone().id());
      if (list != null && zone.status().known()) {
        recordType(session, zone);
        record(session, zone, list, complete, now);
      }
    }
  }

  private static void recordType(Session session, Zone zone) {
    session.update(
        zone.status().full()
            ? "INSERT INTO full_zone VALUES (?) ON CONFLICT DO NOTHING"
            : "DELETE FROM full_zone WHERE zone_id = ?",
        zone.zone().id());
  }

  private static void record(
      Session session, Zone zone, WatchedScope list, boolean complete, Instant now) {
    var answer = ZoneFindings.of(zone);
    var key = Condition.ofZone(zone.zone().id());
    var before = ConditionRows.current(session, key);
    if (before.isEmpty() && answer.found().isEmpty()) {
      return;
    }
    var proof =
        new ConditionBook.Proof(
            complete, ConditionBook.Missing.UNKNOWN, list.interval(), zone.status().full());
    var book = ConditionBook.after(key, before, answer, ServingCertificates.NONE, proof, now);
    ConditionRows.write(session, before, book, now);
  }

  /**
   * Stores what a reading says about renewals.
   *
   * @param missing what it means that a complete reading lacks a pack or hostname
   */
  static void record(
      Session session,
      KnownScope known,
      Reading reading,
      ConditionBook.Missing missing,
      Instant now) {
    var scope = known.scope();
    if (reading instanceof Reading.Failed || !Condition.isFoundIn(scope.source())) {
      return;
    }
    var before = ConditionRows.current(session, scope.key());
    var answer = reading.about();
    if (before.isEmpty() && answer.found().isEmpty()) {
      return;
    }
    var proof =
        new ConditionBook.Proof(
            reading instanceof Reading.Complete,
            missing,
            known.interval(),
            isFullZone(session, scope));
    var book =
        ConditionBook.after(scope.key(), before, answer, serving(session, known), proof, now);
    ConditionRows.write(session, before, book, now);
  }

  private static boolean isFullZone(Session session, Scope scope) {
    return session.any("SELECT 1 FROM full_zone WHERE zone_id = ?", scope.owner().id());
  }

  /**
   * What is served in the zone of these packs; a hostname is served by its own certificate only.
   */
  private static ServingCertificates serving(Session session, KnownScope known) {
    var scope = known.scope();
    var zone = scope.zone();
    if (scope.source() != Source.CERTIFICATE_PACKS || zone == null) {
      return ServingCertificates.NONE;
    }
    var uploaded = Scope.ofZone(Source.CUSTOM_CERTIFICATES, scope.account(), zone);
    var others =
        ScopeRows.find(session, uploaded.key())
            .filter(ScopeRow::active)
            .map(row -> Readings.known(session, row, row.requireWatched()));
    return new ServingCertificates(
        Stream.concat(Stream.of(known), others.stream())
            .flatMap(list -> list.items().values().stream())
            .filter(item -> !item.absent())
            .map(item -> item.certificate())
            .toList());
  }

  /** Decides the conditions of a list, and stores which were told. */
  static Decision decide(
      Session session, WatchedScope watched, Collection<Alert> alerts, Instant now) {
    if (!Condition.isFoundIn(watched.scope().source())) {
      return Decision.NONE;
    }
    var decided = decided(session, watched.scope().key(), watched, alerts, now);
    ConditionRows.tell(session, decided.told());
    return decided.decision();
  }

  /** Decides the zone of this list; returns the events it inserted. */
  static List<Event> ofZone(Session session, WatchedScope watched, Instant now) {
    var zone = watched.scope().zone();
    if (zone == null) {
      return List.of();
    }
    var decided = decided(session, Condition.ofZone(zone.id()), watched, now);
    ConditionRows.tell(session, decided.told());
    return Readings.write(session, decided.decision(), now);
  }

  /** The condition of the zone of this list; null if nothing is wrong with it. */
  static @Nullable Condition zone(Session session, WatchedScope watched) {
    var zone = watched.scope().zone();
    return zone == null
        ? null
        : ConditionRows.current(session, Condition.ofZone(zone.id())).stream()
            .findFirst()
            .orElse(null);
  }

  private static ConditionCase.Decided decided(
      Session session, String scope, WatchedScope watched, Instant now) {
    return decided(session, scope, watched, AlertRows.ofScope(session, scope), now);
  }

  private static ConditionCase.Decided decided(
      Session session, String scope, WatchedScope watched, Collection<Alert> alerts, Instant now) {
    var current = ConditionRows.current(session, scope);
    var decision = new ConditionCase(watched, alerts, now);
    return decision.decide(current, ended(session, current, alerts));
  }

  /** Those whose alert still fires although they have ended. */
  private static Map<Condition, String> ended(
      Session session, List<Condition> current, Collection<Alert> alerts) {
    var lasting = current.stream().map(Condition::key).collect(Collectors.toSet());
    var ended = new LinkedHashMap<Condition, String>();
    for (var alert : alerts) {
      var key = alert.id().key();
      if (alert.firing() && alert.subject().kind().isOfCondition() && !lasting.contains(key)) {
        ConditionRows.last(session, key)
            .ifPresent(
                last ->
                    ended.put(
                        last, ConditionRows.ended(session, key).orElse(ConditionBook.RECOVERED)));
      }
    }
    return ended;
  }

  /** Ends the conditions of a list that is no longer watched, and of its zone with the last one. */
  static List<Event> unwatch(Session session, WatchedScope watched, Instant now) {
    var zone = watched.scope().zone();
    var events = new ArrayList<>(unwatch(session, watched.scope().key(), watched, now));
    if (zone != null
        && !session.any(
            "SELECT 1 FROM scope WHERE zone_id = ? AND watched = 1 AND key <> ?",
            zone.id(),
            watched.scope().key())) {
      events.addAll(unwatch(session, Condition.ofZone(zone.id()), watched, now));
    }
    return events;
  }

  private static List<Event> unwatch(
      Session session, String scope, WatchedScope watched, Instant now) {
    for (var condition : ConditionRows.current(session, scope)) {
      ConditionRows.end(session, condition.key(), UNWATCHED, now);
    }
    return Readings.write(session, decided(session, scope, watched, now).decision(), now);
  }

  /** The condition of this alert, as it was last known; null if it is about none. */
  static @Nullable ConditionView view(Session session, Alert alert) {
    if (!alert.subject().kind().isOfCondition()) {
      return null;
    }
    return ConditionRows.last(session, alert.id().key())
        .flatMap(last -> view(session, last, alert.severity().word()))
        .orElse(null);
  }

  /** The event about the condition of its alert, if it has one. */
  static Event withCondition(Session session, Event event) {
    return event.alert().subject().kind().isOfCondition()
        ? ConditionRows.last(session, event.alert().id().key()).map(event::with).orElse(event)
        : event;
  }

  /** A list of the zone that this alert is about; null if it is about none. */
  static @Nullable WatchedScope list(Session session, Alert alert) {
    var scope = alert.subject().scope();
    return scope.startsWith(Condition.ofZone("")) ? anyList(session, scope).orElse(null) : null;
  }

  /** A list of the condition, watched or not. */
  private static Optional<WatchedScope> list(Session session, Condition condition) {
    return ScopeRows.find(session, condition.scope())
        .map(ScopeRow::requireWatched)
        .or(
            () ->
                condition.scope().startsWith(Condition.ofZone(""))
                    ? anyList(session, condition.scope())
                    : Optional.empty());
  }

  private static Optional<ConditionView> view(
      Session session, Condition condition, String severity) {
    return list(session, condition).map(watched -> ConditionView.of(condition, watched, severity));
  }

  private static List<ConditionView> reported(Session session) {
    var found = new ArrayList<Map.Entry<Condition, String>>();
    session.each(REPORTED, row -> found.add(Map.entry(ConditionRows.fromRow(row), row.text())));
    return found.stream()
        .flatMap(one -> view(session, one.getKey(), one.getValue()).stream())
        .toList();
  }
}

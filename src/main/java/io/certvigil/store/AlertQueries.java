package io.certvigil.store;

import io.certvigil.model.Condition;
import io.certvigil.policy.Alert;
import io.certvigil.policy.EventText;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.AlertFilter;
import io.certvigil.store.view.AlertView;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.Cursor;
import io.certvigil.store.view.EventView;
import io.certvigil.store.view.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Queries for alerts and events. */
final class AlertQueries {
  private static final Duration RECENT = Duration.ofDays(30);

  private static final String ORDERING = "alerts";

  private static final String RANK =
      "CASE severity WHEN 'critical' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END";

  private static final String TIME =
      "CASE kind WHEN 'certificate.expiring' THEN incarnation ELSE first_fired_at END";

  /**
   * Firing alerts before resolved ones, then by severity (worst first), then by time (earliest
   * first).
   */
  private static final String ORDER = "state, " + RANK + ", " + TIME + ", key, id";

  private static final String LATEST_SUMMARY =
      "coalesce((SELECT summary FROM event WHERE alert_key = alert.key"
          + " AND incarnation = alert.incarnation ORDER BY position DESC LIMIT 1), '')";

  private static final String WORST =
      "SELECT "
          + AlertRows.COLUMNS
          + ", "
          + ORDER
          + " FROM alert WHERE (state = 'firing' OR (?1 AND updated_at > ?2))"
          + " AND (?3 IS NULL OR severity = ?3) AND (?9 IS NULL OR key = ?9"
          + " OR instr(lower(name), ?9) OR instr(lower("
          + LATEST_SUMMARY
          + "), ?9)) AND (?4 = '' OR ("
          + ORDER
          + ") > (?4, ?5, ?6, ?7, ?8)) ORDER BY "
          + ORDER;

  private static final String OF_CERTIFICATE =
      """
      scope = (SELECT s.key FROM certificate c JOIN scope s ON s.id = c.scope WHERE c.key = ?1)
        AND certificate = (SELECT certificate_id FROM certificate WHERE key = ?1)
      """;

  private AlertQueries() {}

  static Page<AlertView> page(
      Session session, AlertFilter filter, @Nullable Cursor cursor, int limit, Instant now) {
    var from = cursor == null ? null : cursor.requireOrdering(ORDERING, 5);
    var keys = filter.limitsLists() ? keys(session, filter.lists()) : null;
    var found = new ArrayList<Found>();
    session.eachWhile(
        WORST,
        row -> {
          var one = new Found(AlertRows.fromRow(row), Cursor.at(ORDERING, sortValues(row)));
          if (keys == null || keys.contains(one.alert().subject().scope())) {
            found.add(one);
          }
        },
        () -> found.size() <= limit,
        filter.resolved(),
        now.minus(RECENT),
        filter.severity() == null ? null : filter.severity().word(),
        from == null ? "" : from.text(0),
        from == null ? 0 : from.number(1),
        from == null ? 0 : from.number(2),
        from == null ? "" : from.text(3),
        from == null ? 0 : from.number(4),
        FilterSql.searchText(filter.text()));
    var shown = found.subList(0, Math.min(limit, found.size()));
    var views = shown.stream().map(one -> view(session, one.alert(), now)).toList();
    return new Page<>(views, found.size() > limit ? shown.getLast().cursor() : null);
  }

  /** An alert, with the cursor of the alert after it. */
  private record Found(Alert alert, Cursor cursor) {}

  private static Object[] sortValues(ResultRow row) {
    return new Object[] {row.text(), row.number(), row.number(), row.text(), row.number()};
  }

  private static Set<String> keys(Session session, CertificateFilter filter) {
    return ScopeRows.allLists(session).stream()
        .filter(row -> FilterSql.matches(row, filter))
        .flatMap(row -> keys(row, filter))
        .collect(Collectors.toSet());
  }

  /** A list, and its zone unless only lists of a source are wanted. */
  private static Stream<String> keys(ScopeRow row, CertificateFilter filter) {
    var zone = row.requireWatched().scope().zone();
    return zone == null || filter.source() != null
        ? Stream.of(row.health().key())
        : Stream.of(row.health().key(), Condition.ofZone(zone.id()));
  }

  static List<AlertView> ofCertificate(Session session, String key, Instant now) {
    return session
        .list(
            AlertRows.SELECT + OF_CERTIFICATE + " ORDER BY state, updated_at DESC, id DESC",
            AlertRows::fromRow,
            key)
        .stream()
        .map(alert -> view(session, alert, now))
        .toList();
  }

  private static AlertView view(Session session, Alert alert, Instant now) {
    var subject = alert.subject();
    var summary =
        session
            .first(
                "SELECT summary FROM event WHERE alert_key = ? AND incarnation = ?"
                    + " ORDER BY position DESC LIMIT 1",
                ResultRow::text,
                alert.id().key(),
                alert.id().incarnation())
            .map(text -> atTime(text, alert, now))
            .orElse(subject.name());
    var certificate =
        subject.certificate().isEmpty()
            ? null
            : CertificateQueries.one(session, subject.scope(), subject.certificate(), now);
    return new AlertView(alert, summary, certificate, Conditions.view(session, alert));
  }

  /** The stored text is that of an event; what is left until the expiry is that of now. */
  private static String atTime(String summary, Alert alert, Instant now) {
    var end = alert.id().incarnation();
    return end.equals(Instant.EPOCH)
        ? summary
        : EventText.atTime(summary, alert.subject().name(), end, now);
  }

  static List<EventView> events(Session session, int limit) {
    var positions =
        session.list(
            "SELECT position FROM event ORDER BY position DESC LIMIT ?", ResultRow::number, limit);
    return events(session, positions);
  }

  static List<EventView> events(Session session, String certificateKey, int limit) {
    return events(
        session,
        session.list(
            "SELECT position FROM event WHERE alert_key IN (SELECT key FROM alert WHERE "
                + OF_CERTIFICATE
                + ") ORDER BY position DESC LIMIT ?2",
            ResultRow::number,
            certificateKey,
            limit));
  }

  private static List<EventView> events(Session session, List<Long> positions) {
    return positions.stream()
        .flatMap(position -> event(session, position, deliveries(session, position)).stream())
        .toList();
  }

  private static Optional<EventView> event(
      Session session, long position, List<String> deliveries) {
    return session.first(
        "SELECT id, type, severity, occurred_at, alert_key, summary FROM event"
            + " WHERE position = ?",
        row ->
            new EventView(
                row.text(),
                row.text(),
                row.text(),
                row.instant(),
                row.text(),
                row.text(),
                deliveries),
        position);
  }

  private static List<String> deliveries(Session session, long position) {
    var deliveries =
        new ArrayList<>(
            session.list(
                """
                SELECT d.channel, lower(d.state), d.reason FROM delivery_event e
                JOIN delivery d ON d.id = e.delivery WHERE e.position = ? ORDER BY d.channel, d.id
                """,
                AlertQueries::describeDelivery,
                position));
    deliveries.addAll(
        session.list(
            "SELECT name || ': waiting' FROM channel"
                + " WHERE (removed_at IS NULL OR absent = 'kept') AND mark < ?",
            ResultRow::text,
            position));
    deliveries.addAll(
        session.list(
            "SELECT closed FROM event WHERE position = ? AND closed IS NOT NULL",
            ResultRow::text,
            position));
    return deliveries;
  }

  private static String describeDelivery(ResultRow row) {
    var told = row.text() + ": " + row.text();
    var reason = row.textOrNull();
    return reason == null ? told : told + " (" + reason + ")";
  }
}

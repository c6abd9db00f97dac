package io.certvigil.store;

import io.certvigil.policy.Alert;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Questions about alerts and events. */
final class AlertQueries {
  private static final Duration RECENT = Duration.ofDays(30);

  private static final String OF_CERTIFICATE =
      """
      scope = (SELECT s.key FROM certificate c JOIN scope s ON s.id = c.scope WHERE c.key = ?1)
        AND certificate = (SELECT certificate_id FROM certificate WHERE key = ?1)
      """;

  private AlertQueries() {}

  static List<Catalogue.AlertView> alerts(Session session, boolean resolved, Instant now)
      throws SQLException {
    var alerts =
        session.list(
            "SELECT "
                + AlertRows.COLUMNS
                + " FROM alert WHERE state = 'firing' OR (? AND updated_at > ?)"
                + " ORDER BY state, CASE severity WHEN 'critical' THEN 0 WHEN 'warning' THEN 1"
                + " ELSE 2 END, CASE kind WHEN 'certificate.expiring' THEN incarnation"
                + " ELSE first_fired_at END, key",
            AlertRows::shape,
            resolved,
            now.minus(RECENT));
    return views(session, alerts, now);
  }

  static List<Catalogue.AlertView> ofCertificate(Session session, String key, Instant now)
      throws SQLException {
    var alerts =
        session.list(
            "SELECT "
                + AlertRows.COLUMNS
                + " FROM alert WHERE "
                + OF_CERTIFICATE
                + " ORDER BY state, updated_at DESC, id DESC",
            AlertRows::shape,
            key);
    return views(session, alerts, now);
  }

  private static List<Catalogue.AlertView> views(Session session, List<Alert> alerts, Instant now)
      throws SQLException {
    var views = new ArrayList<Catalogue.AlertView>();
    for (var alert : alerts) {
      var subject = alert.subject();
      var summary =
          session
              .first(
                  "SELECT summary FROM event WHERE alert_key = ? AND incarnation = ?"
                      + " ORDER BY position DESC LIMIT 1",
                  Row::text,
                  alert.id().key(),
                  alert.id().incarnation())
              .orElse(subject.name());
      var certificate =
          subject.certificate().isEmpty()
              ? null
              : CertificateQueries.one(session, subject.scope(), subject.certificate(), now);
      views.add(new Catalogue.AlertView(alert, summary, certificate));
    }
    return views;
  }

  static List<Catalogue.EventView> events(Session session, int limit) throws SQLException {
    var positions =
        session.list(
            "SELECT position FROM event ORDER BY position DESC LIMIT ?", Row::number, limit);
    return events(session, positions);
  }

  static List<Catalogue.EventView> events(Session session, String key, int limit)
      throws SQLException {
    return events(
        session,
        session.list(
            "SELECT position FROM event WHERE alert_key IN (SELECT key FROM alert WHERE "
                + OF_CERTIFICATE
                + ") ORDER BY position DESC LIMIT ?2",
            Row::number,
            key,
            limit));
  }

  private static List<Catalogue.EventView> events(Session session, List<Long> positions)
      throws SQLException {
    var views = new ArrayList<Catalogue.EventView>();
    for (var position : positions) {
      var deliveries = deliveries(session, position);
      session
          .first(
              "SELECT id, type, severity, occurred_at, alert_key, summary FROM event"
                  + " WHERE position = ?",
              row ->
                  new Catalogue.EventView(
                      row.text(),
                      row.text(),
                      row.text(),
                      row.instant(),
                      row.text(),
                      row.text(),
                      deliveries),
              position)
          .ifPresent(views::add);
    }
    return views;
  }

  private static List<String> deliveries(Session session, long position) throws SQLException {
    var deliveries =
        new ArrayList<>(
            session.list(
                """
                SELECT d.channel, lower(d.state), d.reason FROM delivery_event e
                JOIN delivery d ON d.id = e.delivery WHERE e.position = ? ORDER BY d.channel, d.id
                """,
                AlertQueries::told,
                position));
    deliveries.addAll(
        session.list(
            "SELECT name || ': waiting' FROM channel WHERE removed_at IS NULL AND mark < ?",
            Row::text,
            position));
    deliveries.addAll(
        session.list(
            "SELECT closed FROM event WHERE position = ? AND closed IS NOT NULL",
            Row::text,
            position));
    return deliveries;
  }

  private static String told(Row row) throws SQLException {
    var told = row.text() + ": " + row.text();
    var reason = row.textOrNull();
    return reason == null ? told : told + " (" + reason + ")";
  }
}

package io.certvigil.store;

import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.IncidentChange;
import java.util.Optional;

/** Table {@code incident_alert}: the alerts that a channel was sent together as one incident. */
final class IncidentRows {
  private IncidentRows() {}

  static void apply(Session session, String channel, IncidentChange change) {
    for (var alert : change.left()) {
      session.update(
          "DELETE FROM incident_alert WHERE channel = ? AND alert_key = ?", channel, alert);
    }
    for (var alert : change.joined()) {
      session.update(
          "INSERT INTO incident_alert VALUES (?, ?, ?)"
              + " ON CONFLICT DO UPDATE SET incident = excluded.incident",
          channel,
          alert,
          change.incident());
    }
  }

  static void removeAll(Session session, String channel) {
    session.update("DELETE FROM incident_alert WHERE channel = ?", channel);
  }

  static Optional<String> incidentOf(Session session, String channel, String alert) {
    return session.first(
        "SELECT incident FROM incident_alert WHERE channel = ? AND alert_key = ?",
        ResultRow::text,
        channel,
        alert);
  }

  static long size(Session session, String channel, String incident) {
    return session.number(
        "SELECT count(*) FROM incident_alert WHERE channel = ? AND incident = ?",
        channel,
        incident);
  }
}

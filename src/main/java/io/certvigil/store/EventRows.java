package io.certvigil.store;

import io.certvigil.policy.Event;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.util.ArrayList;
import java.util.List;

/** Table {@code event}: each fact once, in the order of decision. */
final class EventRows {
  /** The columns of {@link #fromRow}, of a table named {@code e}. */
  static final String COLUMNS =
      "e.position, e.id, e.type, e.severity, e.alert_key, e.occurred_at, e.json";

  /**
   * SQL condition that excludes one-time events, which say nothing about the state of their alert.
   */
  static final String STATEFUL =
      """
       AND e.type NOT IN ('certificate.status_changed', 'certificate.disappeared',
        'certificate.renewed', 'certificate.appeared')
      """;

  private EventRows() {}

  /** Returns the events that were not stored yet. Only these may cause further actions. */
  static List<Event> insert(Session session, List<Event> events) {
    var inserted = new ArrayList<Event>();
    for (var event : events) {
      int rows =
          session.update(
              """
              INSERT INTO event (id, type, severity, alert_key, incarnation, occurred_at, summary,
                json)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
              """,
              event.id(),
              event.type().word(),
              event.severity().word(),
              event.alert().id().key(),
              event.alert().id().incarnation(),
              event.occurredAt(),
              event.summary(),
              EventJson.of(event));
      if (rows > 0) {
        inserted.add(event);
      }
    }
    return inserted;
  }

  static boolean areStored(Session session, List<Event> events) {
    return events.stream()
        .allMatch(event -> session.any("SELECT 1 FROM event WHERE id = ?", event.id()));
  }

  static long lastPosition(Session session) {
    return session.number("SELECT max(position) FROM event");
  }

  static Outbox.StoredEvent fromRow(ResultRow row) {
    return new Outbox.StoredEvent(
        row.number(), row.text(), row.text(), row.text(), row.text(), row.instant(), row.text());
  }
}

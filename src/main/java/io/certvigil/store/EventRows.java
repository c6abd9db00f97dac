package io.certvigil.store;

import io.certvigil.policy.Event;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Table {@code event}: each fact once, in the order in which they were decided. */
final class EventRows {
  private EventRows() {}

  /** Returns those that were not there yet, and only those may lead to anything further. */
  static List<Event> insert(Session session, List<Event> events) throws SQLException {
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

  static long last(Session session) throws SQLException {
    return session.number("SELECT max(position) FROM event");
  }

  static Outbox.Queued shape(Row row) throws SQLException {
    return new Outbox.Queued(
        row.number(), row.text(), row.text(), row.text(), row.text(), row.instant(), row.text());
  }
}

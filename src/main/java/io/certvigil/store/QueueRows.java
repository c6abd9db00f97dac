package io.certvigil.store;

import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Table {@code queue}: which open delivery goes first for each alert of a lane. It is the one that
 * is being sent, else the oldest. So the oldest open delivery of a channel that is not being sent
 * waits for nothing but an attempt that ends: there is always one that may go.
 */
final class QueueRows {
  private static final String OF = " WHERE channel = ? AND lane = ? AND alert_key = ?";

  private QueueRows() {}

  /** Stands in line for each of these alerts, also before younger ones that were there first. */
  static void enqueue(
      Session session, String channel, String lane, Collection<String> alerts, long delivery)
      throws SQLException {
    for (var alert : alerts) {
      boolean waits = session.any("SELECT 1 FROM queue" + OF, channel, lane, alert);
      session.update(
          "INSERT INTO queue VALUES (?, ?, ?, ?, ?)", channel, lane, alert, delivery, !waits);
      if (waits) {
        session.update("UPDATE delivery SET blocked = blocked + 1 WHERE id = ?", delivery);
        electHead(session, new QueueKey(channel, lane, alert));
      }
    }
  }

  /** It is closed: what waited for it may go. */
  static void dequeue(Session session, long delivery) throws SQLException {
    var lines =
        session.list(
            "SELECT channel, lane, alert_key FROM queue WHERE delivery = ?",
            QueueRows::queueKey,
            delivery);
    session.update("DELETE FROM queue WHERE delivery = ?", delivery);
    for (var line : lines) {
      electHead(session, line);
    }
  }

  /** It is being sent no more, and still open: what is older goes before it. */
  static void returnToQueue(Session session, long delivery) throws SQLException {
    var lines =
        session.list(
            """
            SELECT channel, lane, alert_key FROM queue q WHERE delivery = ? AND EXISTS (
              SELECT 1 FROM queue o WHERE o.channel = q.channel AND o.lane = q.lane
                AND o.alert_key = q.alert_key AND o.delivery < q.delivery)
            """,
            QueueRows::queueKey,
            delivery);
    for (var line : lines) {
      electHead(session, line);
    }
  }

  /** Several have been taken out of the lines of this channel. */
  static void electMissingHeads(Session session, String channel) throws SQLException {
    var lines =
        session.list(
            """
            SELECT DISTINCT channel, lane, alert_key FROM queue q
            WHERE channel = ? AND NOT EXISTS (SELECT 1 FROM queue h WHERE h.channel = q.channel
              AND h.lane = q.lane AND h.alert_key = q.alert_key AND h.head = 1)
            """,
            QueueRows::queueKey,
            channel);
    for (var line : lines) {
      electHead(session, line);
    }
  }

  private static void electHead(Session session, QueueKey line) throws SQLException {
    var oldest =
        session.first(
            "SELECT delivery FROM queue" + OF + " ORDER BY delivery LIMIT 1",
            ResultRow::number,
            line.channel(),
            line.lane(),
            line.alert());
    var head =
        session.first(
            "SELECT delivery FROM queue" + OF + " AND head = 1",
            ResultRow::number,
            line.channel(),
            line.lane(),
            line.alert());
    if (oldest.isEmpty() || oldest.equals(head)) {
      return;
    }
    if (head.isPresent()) {
      if (session.any("SELECT 1 FROM delivery WHERE id = ? AND state = 'SENDING'", head.get())) {
        return;
      }
      setHead(session, line, head.get(), false);
    }
    setHead(session, line, oldest.get(), true);
  }

  private static void setHead(Session session, QueueKey line, long delivery, boolean head)
      throws SQLException {
    session.update(
        "UPDATE queue SET head = ?" + OF + " AND delivery = ?",
        head,
        line.channel(),
        line.lane(),
        line.alert(),
        delivery);
    session.update(
        "UPDATE delivery SET blocked = blocked + ? WHERE id = ?", head ? -1 : 1, delivery);
  }

  private static QueueKey queueKey(ResultRow row) throws SQLException {
    return new QueueKey(row.text(), row.text(), row.text());
  }

  private record QueueKey(String channel, String lane, String alert) {}
}

package io.certvigil.store.queue;

import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.util.Collection;

/**
 * Table {@code queue}: for each alert of a lane, the open deliveries and their head, which is sent
 * first. The head is the delivery that is being sent, otherwise the oldest. So the oldest open
 * delivery of a channel that is not being sent waits only for a running attempt, and the queue
 * cannot deadlock.
 */
public final class QueueRows {
  private static final String OF = " WHERE channel = ? AND lane = ? AND alert_key = ?";

  private QueueRows() {}

  /**
   * Adds a delivery to the queue of each of these alerts. A replayed delivery goes before younger
   * ones that were added first.
   */
  public static void enqueue(
      Session session, String channel, String lane, Collection<String> alerts, long delivery) {
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

  /** Removes a closed delivery and unblocks the deliveries behind it. */
  public static void dequeue(Session session, long delivery) {
    var lines =
        session.list(
            "SELECT channel, lane, alert_key FROM queue WHERE delivery = ?",
            QueueRows::queueKey,
            delivery);
    session.update("DELETE FROM queue WHERE delivery = ?", delivery);
    lines.forEach(line -> electHead(session, line));
  }

  /**
   * Re-elects the heads for a delivery that is no longer being sent but still open: an older one
   * goes before it.
   */
  public static void returnToQueue(Session session, long delivery) {
    var lines =
        session.list(
            """
            SELECT channel, lane, alert_key FROM queue q WHERE delivery = ? AND EXISTS (
              SELECT 1 FROM queue o WHERE o.channel = q.channel AND o.lane = q.lane
                AND o.alert_key = q.alert_key AND o.delivery < q.delivery)
            """,
            QueueRows::queueKey,
            delivery);
    lines.forEach(line -> electHead(session, line));
  }

  /**
   * Elects a head for each queue of this channel that has lost it, after several deliveries were
   * removed.
   */
  public static void electMissingHeads(Session session, String channel) {
    var lines =
        session.list(
            """
            SELECT DISTINCT channel, lane, alert_key FROM queue q
            WHERE channel = ? AND NOT EXISTS (SELECT 1 FROM queue h WHERE h.channel = q.channel
              AND h.lane = q.lane AND h.alert_key = q.alert_key AND h.head = 1)
            """,
            QueueRows::queueKey,
            channel);
    lines.forEach(line -> electHead(session, line));
  }

  private static void electHead(Session session, QueueKey line) {
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

  private static void setHead(Session session, QueueKey line, long delivery, boolean head) {
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

  private static QueueKey queueKey(ResultRow row) {
    return new QueueKey(row.text(), row.text(), row.text());
  }

  private record QueueKey(String channel, String lane, String alert) {}
}

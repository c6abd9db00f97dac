package io.certvigil.store.receiver;

import io.certvigil.store.queue.QueueRows;
import io.certvigil.store.sqlite.CanonicalText;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.time.Instant;
import java.util.List;

/** Moves what depends on a channel's name to another name. Closed deliveries keep theirs. */
public final class ChannelMoves {
  private ChannelMoves() {}

  private record Waiting(long id, String lane, String messageId, boolean sending, String alerts) {}

  /** Gives a channel another name, which none has that something depends on. */
  public static void rename(Session session, String from, String to) {
    session.update(
        "DELETE FROM channel WHERE name = ? AND removed_at IS NOT NULL AND absent IS NULL", to);
    session.update("UPDATE channel SET name = ? WHERE name = ?", to, from);
    session.update(
        "UPDATE delivery SET channel = ? WHERE channel = ? AND closed_at IS NULL", to, from);
    session.update("UPDATE queue SET channel = ? WHERE channel = ?", to, from);
    session.update("UPDATE catch_up SET channel = ? WHERE channel = ?", to, from);
    session.update("UPDATE told SET channel = ? WHERE channel = ?", to, from);
  }

  /** Moves all of a channel to another one that has the same receiver. */
  public static void merge(Session session, StoredChannel row, String name, Instant now) {
    for (var one : waiting(session, row.name())) {
      move(session, one, name, now);
    }
    session.update(
        """
        INSERT OR IGNORE INTO catch_up SELECT c.name, u.position FROM catch_up u
          JOIN channel c ON c.name = ?2 AND u.position <= c.mark
        WHERE u.channel = ?1
        """,
        row.name(),
        name);
    session.update("DELETE FROM catch_up WHERE channel = ?", row.name());
    session.update("UPDATE told SET channel = ? WHERE channel = ?", name, row.name());
    mergeUncomposed(session, row, name);
  }

  /** The events that a channel has not composed and that another one has passed. */
  public static void mergeUncomposed(Session session, StoredChannel row, String name) {
    if (StoredChannel.LEAVING.equals(row.absent())) {
      return;
    }
    session.update(
        """
        INSERT OR IGNORE INTO catch_up
        SELECT c.name, e.position FROM event e JOIN channel c ON c.name = ?2
        WHERE e.position > ?1 AND e.position <= c.mark
          AND NOT EXISTS (SELECT 1 FROM delivery_event x JOIN delivery d ON d.id = x.delivery
            WHERE x.position = e.position AND d.channel = c.name)
        """,
        row.mark(),
        name);
  }

  private static List<Waiting> waiting(Session session, String channel) {
    return session.list(
        "SELECT id, lane, message_id, state = 'SENDING', coalesce(alerts, '') FROM delivery"
            + " WHERE channel = ? AND closed_at IS NULL ORDER BY id",
        row -> new Waiting(row.number(), row.text(), row.text(), row.flag(), row.text()),
        channel);
  }

  /** Moves the deliveries that are being sent: their outcomes are stored where they are then. */
  static void moveSending(Session session, String from, String to, Instant now) {
    for (var one : waiting(session, from)) {
      if (one.sending()) {
        move(session, one, to, now);
      }
    }
  }

  private static void move(Session session, Waiting one, String to, Instant now) {
    boolean same =
        session.any(
            "SELECT 1 FROM delivery WHERE channel = ? AND message_id = ? AND closed_at IS NULL",
            to,
            one.messageId());
    if (same && !one.sending()) {
      discard(session, one.id(), "the same message waits for its receiver already", now);
      return;
    }
    session.update("DELETE FROM queue WHERE delivery = ?", one.id());
    session.update(
        "UPDATE delivery SET channel = ?, blocked = 0, message_id = CASE WHEN ? THEN message_id"
            + " || '_' || id ELSE message_id END WHERE id = ?",
        to,
        same,
        one.id());
    var alerts = CanonicalText.list(one.alerts().isEmpty() ? null : one.alerts());
    QueueRows.enqueue(session, to, one.lane(), alerts, one.id());
  }

  private static void discard(Session session, long delivery, String reason, Instant now) {
    session.update(
        "UPDATE delivery SET state = 'DISCARDED', reason = ?, closed_at = ? WHERE id = ?",
        reason,
        now,
        delivery);
    QueueRows.dequeue(session, delivery);
  }

  /** Closes the open deliveries of a channel, except those that are being sent. */
  public static void discardWaiting(Session session, String channel, String reason, Instant now) {
    for (var one : waiting(session, channel)) {
      if (!one.sending()) {
        discard(session, one.id(), reason, now);
      }
    }
  }

  /** Closes the deliveries that would end what still fires: they have no events. */
  public static void discardEnds(Session session, String channel, String reason, Instant now) {
    var ends =
        session.list(
            """
            SELECT id FROM delivery WHERE channel = ? AND state = 'READY' AND NOT EXISTS (
              SELECT 1 FROM delivery_event x WHERE x.delivery = delivery.id)
            """,
            ResultRow::number,
            channel);
    ends.forEach(delivery -> discard(session, delivery, reason, now));
  }
}

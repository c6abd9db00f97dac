package io.certvigil.store.receiver;

import io.certvigil.model.Key;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the receiver from a channel. What waits for it is discarded with the reason, and handed
 * over or lost; what it was told of goes to another channel with the same receiver, if there is
 * one, otherwise to a row of its own, so that what ends is still sent there.
 */
public final class FormerReceivers {
  /** The told alerts {@code t} of the former receiver; parameters: its target, the channel. */
  private static final String TOLD = "t.target = ?1 AND t.channel = ?2";

  private final Session session;
  private final StoredChannel row;
  private final @Nullable String heir;
  private final String reason;
  private final ConfigChange change;
  private final Instant now;

  /**
   * @param row the channel, with its present name and its former receiver
   * @param heir a channel of the config that has this receiver; null if none has
   */
  public FormerReceivers(
      Session session,
      StoredChannel row,
      @Nullable String heir,
      String reason,
      ConfigChange change,
      Instant now) {
    this.session = session;
    this.row = row;
    this.heir = heir;
    this.reason = reason;
    this.change = change;
    this.now = now;
  }

  /** Another receiver gets what waits, except ends of what only the former one was told of. */
  public void handOver(String name) {
    expectArrival();
    session.update(
        """
        INSERT OR IGNORE INTO catch_up
        SELECT c.name, e.position FROM delivery d JOIN delivery_event x ON x.delivery = d.id
          JOIN event e ON e.position = x.position JOIN channel c ON c.name = ?3
        WHERE d.channel = ?2 AND d.closed_at IS NULL AND e.position <= c.mark AND NOT (%s
          AND EXISTS (SELECT 1 FROM told t WHERE t.target = ?1 AND t.alert_key = e.alert_key
            AND t.arrived = 1)
          AND NOT EXISTS (SELECT 1 FROM delivery o JOIN delivery_event y ON y.delivery = o.id
            JOIN event b ON b.position = y.position WHERE o.channel = ?2 AND o.closed_at IS NULL
              AND b.alert_key = e.alert_key AND b.position < e.position))
        """
            .formatted(ToldRows.ENDS),
        row.target(),
        row.name(),
        name);
    session.update("UPDATE channel SET caught_up_at = ? WHERE name = ?", now, name);
    leave();
  }

  /**
   * Nobody gets what waits.
   *
   * @param uncomposed the ids of the events that were to be sent; null for all that are not
   *     composed
   */
  public void end(@Nullable List<String> uncomposed) {
    expectArrival();
    recordUncomposed(uncomposed == null ? allUncomposed() : uncomposed);
    session.update("DELETE FROM catch_up WHERE channel = ?", row.name());
    leave();
  }

  /** A message that is being sent may arrive. */
  private void expectArrival() {
    session.update(
        """
        UPDATE told SET arrived = 1 WHERE target = ?1 AND alert_key IN (
          SELECT e.alert_key FROM delivery d JOIN delivery_event x ON x.delivery = d.id
            JOIN event e ON e.position = x.position
          WHERE d.channel = ?2 AND d.state = 'SENDING' AND NOT %s)
        """
            .formatted(ToldRows.ENDS),
        row.target(),
        row.name());
  }

  private List<String> allUncomposed() {
    return session.list(
        """
        SELECT id FROM event WHERE position > ?1
        UNION SELECT e.id FROM catch_up u JOIN event e ON e.position = u.position
          WHERE u.channel = ?2
        """,
        ResultRow::text,
        row.mark(),
        row.name());
  }

  private void recordUncomposed(List<String> events) {
    if (events.isEmpty()) {
      return;
    }
    session.update(
        """
        INSERT INTO delivery (channel, lane, message_id, notification, body, state, blocked,
          created_at, opened_at, due_at, closed_at, reason)
        VALUES (?1, '', ?2, ?2, '', 'DISCARDED', 0, ?3, ?3, ?3, ?3, ?4)
        """,
        row.former(),
        "dis_" + Key.longOf(row.former(), now.toString(), String.join(" ", events)),
        now,
        reason);
    long delivery = session.number("SELECT last_insert_rowid()");
    for (var event : events) {
      session.update(
          "INSERT OR IGNORE INTO delivery_event SELECT ?, position FROM event WHERE id = ?",
          delivery,
          event);
    }
  }

  private void leave() {
    boolean reachable = heir != null || (change.reload() && row.configured());
    var name = heir != null ? heir : row.former() + " (until " + now + ")";
    if (heir == null) {
      open(name);
    }
    if (reachable) {
      queueEnds(name);
    }
    ChannelMoves.discardWaiting(session, row.name(), reason, now);
    ChannelMoves.moveSending(session, row.name(), name, now);
    session.update(
        "DELETE FROM told AS t WHERE " + TOLD + " AND arrived = 0", row.target(), row.name());
    session.update(
        "UPDATE told AS t SET channel = ?3 WHERE " + TOLD, row.target(), row.name(), name);
    if (heir == null && !(reachable && needed(name))) {
      session.update("DELETE FROM channel WHERE name = ?", name);
    }
  }

  private void open(String name) {
    session.update(
        """
        INSERT INTO channel (name, mark, added_at, removed_at, absent, target, former)
        VALUES (?1, (SELECT coalesce(max(position), 0) FROM event), ?2, ?2, 'leaving', ?3, ?4)
        ON CONFLICT DO NOTHING
        """,
        name,
        now,
        row.target(),
        row.former());
  }

  /** The ends that wait, composed or not; those that are being sent go on. */
  private void queueEnds(String name) {
    session.update(
        """
        INSERT OR IGNORE INTO catch_up
        SELECT c.name, t.position FROM told t JOIN channel c ON c.name = ?3
        WHERE %s AND t.arrived = 1 AND t.open = 0 AND t.position <= c.mark
          AND NOT EXISTS (SELECT 1 FROM delivery_event x JOIN delivery d ON d.id = x.delivery
            WHERE x.position = t.position AND d.channel = ?2 AND d.state = 'SENDING')
        """
            .formatted(TOLD),
        row.target(),
        row.name(),
        name);
    session.update(
        """
        INSERT OR IGNORE INTO catch_up
        SELECT c.name, last.position FROM channel c JOIN (
          SELECT max(e.position) AS position, %s AS ended FROM told t
            JOIN event e ON e.alert_key = t.alert_key AND e.position > ?4
          WHERE %s AND t.arrived = 1 AND t.open = 1 AND %s GROUP BY e.alert_key) last
          ON last.ended AND last.position <= c.mark
        WHERE c.name = ?3
        """
            .formatted(ToldRows.ENDS, TOLD, ToldRows.STATEFUL),
        row.target(),
        row.name(),
        name,
        row.mark());
  }

  private boolean needed(String name) {
    return session.any(
        """
        SELECT 1 FROM catch_up WHERE channel = ?1
        UNION ALL SELECT 1 FROM delivery WHERE channel = ?1 AND closed_at IS NULL
        UNION ALL SELECT 1 FROM told WHERE channel = ?1 AND thread IS NOT NULL
        """,
        name);
  }
}

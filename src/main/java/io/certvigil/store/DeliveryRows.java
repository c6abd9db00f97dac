package io.certvigil.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tables {@code delivery} and {@code queue}. A delivery may be claimed when it is the head for
 * every alert that it speaks of; so events of one alert reach a channel in order. The oldest open
 * delivery is the head of all its alerts: there is always one that may go.
 */
final class DeliveryRows {
  /** An hour and its jitter. A date further ahead was written by a clock that was wrong. */
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(75);

  private static final String CLAIMABLE =
      "SELECT id FROM delivery WHERE channel = ? AND state = 'READY' AND blocked = 0";

  private DeliveryRows() {}

  /** The last daemon died while it sent these: they may have arrived, or not. */
  static void recover(Session session) throws SQLException {
    session.update("UPDATE delivery SET state = 'READY', ambiguous = 1 WHERE state = 'SENDING'");
  }

  static int insert(Session session, String channel, List<Outbox.Draft> drafts, Instant now)
      throws SQLException {
    int stored = 0;
    for (var draft : drafts) {
      int rows =
          session.update(
              """
              INSERT INTO delivery (channel, message_id, notification, body, state, blocked,
                created_at, due_at)
              VALUES (?, ?, ?, ?, 'READY', 0, ?, ?)
              ON CONFLICT (channel, message_id) WHERE closed_at IS NULL DO NOTHING
              """,
              channel,
              draft.id(),
              draft.notification(),
              draft.body(),
              now,
              now);
      if (rows > 0) {
        line(session, channel, draft, session.number("SELECT last_insert_rowid()"));
        stored++;
      }
    }
    return stored;
  }

  private static void line(Session session, String channel, Outbox.Draft draft, long delivery)
      throws SQLException {
    int blocked = 0;
    for (var alert : draft.alertKeys()) {
      boolean waits =
          session.any("SELECT 1 FROM queue WHERE channel = ? AND alert_key = ?", channel, alert);
      blocked += waits ? 1 : 0;
      session.update("INSERT INTO queue VALUES (?, ?, ?, ?)", channel, alert, delivery, !waits);
    }
    session.update("UPDATE delivery SET blocked = ? WHERE id = ?", blocked, delivery);
    for (var event : draft.eventIds()) {
      session.update(
          "INSERT OR IGNORE INTO delivery_event SELECT ?, position FROM event WHERE id = ?",
          delivery,
          event);
    }
  }

  static Optional<Outbox.Delivery> claim(Session session, String channel, Instant now)
      throws SQLException {
    var due = due(session, channel, now);
    if (due.isEmpty()) {
      return Optional.empty();
    }
    session.update(
        "UPDATE delivery SET state = 'SENDING', attempt = attempt + 1, claimed_at = ?"
            + " WHERE id = ?",
        now,
        due.get());
    return session.first(
        "SELECT id, channel, message_id, body, attempt, ambiguous, created_at FROM delivery"
            + " WHERE id = ?",
        row ->
            new Outbox.Delivery(
                row.number(),
                row.text(),
                row.text(),
                row.text(),
                row.integer(),
                row.flag(),
                row.instant()),
        due.get());
  }

  private static Optional<Long> due(Session session, String channel, Instant now)
      throws SQLException {
    var due =
        session.first(
            CLAIMABLE + " AND due_at <= ? ORDER BY due_at, id LIMIT 1", Row::number, channel, now);
    return due.isPresent()
        ? due
        : session.first(
            CLAIMABLE + " AND due_at > ? ORDER BY due_at, id LIMIT 1",
            Row::number,
            channel,
            now.plus(LONGEST_DELAY));
  }

  static Optional<Instant> nextDue(Session session, String channel) throws SQLException {
    return session.first(
        "SELECT due_at FROM delivery WHERE channel = ? AND state = 'READY' AND blocked = 0"
            + " ORDER BY due_at, id LIMIT 1",
        Row::instant,
        channel);
  }

  static void delivered(Session session, Outbox.Delivery delivery, Instant now)
      throws SQLException {
    if (close(session, delivery, "DELIVERED", null, now)) {
      session.update(
          "UPDATE channel SET last_success_at = ?, last_failure = NULL WHERE name = ?",
          now,
          delivery.channel());
    }
  }

  static void expired(Session session, Outbox.Delivery delivery, String reason, Instant now)
      throws SQLException {
    if (close(session, delivery, "EXPIRED", reason, now)) {
      failure(session, delivery, reason);
    }
  }

  static void later(
      Session session, Outbox.Delivery delivery, Instant at, String reason, Instant now)
      throws SQLException {
    int rows =
        session.update(
            "UPDATE delivery SET state = 'READY', due_at = ?, reason = ?"
                + " WHERE id = ? AND state = 'SENDING' AND attempt = ?",
            at,
            reason,
            delivery.id(),
            delivery.attempt());
    if (rows > 0) {
      attempt(session, delivery, "later", reason, now);
      failure(session, delivery, reason);
    }
  }

  /** Another message in its place, which keeps its turn; what was said of the old one stays. */
  static void replaced(
      Session session, Outbox.Delivery delivery, String messageId, String body, Instant now)
      throws SQLException {
    later(session, delivery, now, "rejected", now);
    session.update(
        "UPDATE delivery SET message_id = ?, body = ? WHERE id = ? AND state = 'READY'"
            + " AND attempt = ?",
        messageId,
        body,
        delivery.id(),
        delivery.attempt());
  }

  /** Closes what is open of a channel, also what is being sent. */
  static void discard(Session session, String channel, String reason, Instant now)
      throws SQLException {
    session.update(
        "UPDATE delivery SET state = 'DISCARDED', reason = ?, closed_at = ?"
            + " WHERE channel = ? AND closed_at IS NULL",
        reason,
        now,
        channel);
    session.update("DELETE FROM queue WHERE channel = ?", channel);
  }

  /** False where it is settled already, or is no more ours to settle. */
  private static boolean close(
      Session session, Outbox.Delivery delivery, String state, @Nullable String reason, Instant now)
      throws SQLException {
    int rows =
        session.update(
            "UPDATE delivery SET state = ?, reason = ?, closed_at = ?"
                + " WHERE id = ? AND state = 'SENDING' AND attempt = ?",
            state,
            reason,
            now,
            delivery.id(),
            delivery.attempt());
    if (rows == 0) {
      return false;
    }
    attempt(session, delivery, state.toLowerCase(Locale.ROOT), reason, now);
    promote(session, delivery);
    return true;
  }

  private static void promote(Session session, Outbox.Delivery delivery) throws SQLException {
    var alerts =
        session.list("SELECT alert_key FROM queue WHERE delivery = ?", Row::text, delivery.id());
    session.update("DELETE FROM queue WHERE delivery = ?", delivery.id());
    for (var alert : alerts) {
      var next =
          session.first(
              "SELECT delivery FROM queue WHERE channel = ? AND alert_key = ?"
                  + " ORDER BY delivery LIMIT 1",
              Row::number,
              delivery.channel(),
              alert);
      if (next.isPresent()) {
        session.update(
            "UPDATE queue SET head = 1 WHERE channel = ? AND alert_key = ? AND delivery = ?",
            delivery.channel(),
            alert,
            next.get());
        session.update("UPDATE delivery SET blocked = blocked - 1 WHERE id = ?", next.get());
      }
    }
  }

  private static void attempt(
      Session session,
      Outbox.Delivery delivery,
      String outcome,
      @Nullable String reason,
      Instant now)
      throws SQLException {
    session.update(
        "INSERT OR IGNORE INTO attempt (delivery, number, ended_at, outcome, reason)"
            + " VALUES (?, ?, ?, ?, ?)",
        delivery.id(),
        delivery.attempt(),
        now,
        outcome,
        reason);
  }

  private static void failure(Session session, Outbox.Delivery delivery, String reason)
      throws SQLException {
    session.update(
        "UPDATE channel SET last_failure = ? WHERE name = ?", reason, delivery.channel());
  }
}

package io.certvigil.store;

import io.certvigil.model.Key;
import io.certvigil.store.queue.QueueRows;
import io.certvigil.store.receiver.ToldRows;
import io.certvigil.store.sqlite.CanonicalText;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.DeliveryOperationResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Operations of operators and silences on deliveries: suppress, discard and replay. */
final class DeliveryOperations {
  private DeliveryOperations() {}

  /**
   * Records silenced events as one closed delivery without a message, so that their outcome is
   * visible.
   */
  static void recordSuppressed(
      Session session, String channel, String silence, List<String> events, Instant now) {
    var id = "sup_" + Key.longOf(channel, silence, String.join(" ", events));
    session.update(
        """
        INSERT INTO delivery (channel, lane, message_id, notification, body, state, blocked,
          created_at, opened_at, due_at, closed_at, reason)
        VALUES (?1, '', ?2, ?2, '', 'SUPPRESSED', 0, ?3, ?3, ?3, ?3, ?4)
        """,
        channel,
        id,
        now,
        silence);
    DeliveryRows.linkEvents(session, session.number("SELECT last_insert_rowid()"), events);
  }

  static boolean suppress(Session session, long delivery, String silence, Instant now) {
    if (!Silences.mayCover(session, silence)) {
      return false;
    }
    int rows =
        session.update(
            "UPDATE delivery SET state = 'SUPPRESSED', reason = ?, closed_at = ?"
                + " WHERE id = ? AND state = 'READY' AND attempt = 0",
            silence,
            now,
            delivery);
    if (rows > 0) {
      QueueRows.dequeue(session, delivery);
      ToldRows.suppressed(session, delivery);
    }
    return rows > 0;
  }

  static DeliveryOperationResult discard(
      Session session, long delivery, String by, String reason, Instant now) {
    int rows =
        session.update(
            "UPDATE delivery SET state = 'DISCARDED', closed_by = ?, reason = ?, closed_at = ?"
                + " WHERE id = ? AND state = 'READY'",
            by,
            reason,
            now,
            delivery);
    if (rows > 0) {
      QueueRows.dequeue(session, delivery);
      ToldRows.discarded(session, delivery);
      Requests.record(session, "discard", String.valueOf(delivery), by, now);
      return DeliveryOperationResult.DONE;
    }
    return find(session, delivery)
        .map(
            found ->
                found.sending()
                    ? DeliveryOperationResult.BEING_SENT
                    : DeliveryOperationResult.CLOSED)
        .orElse(DeliveryOperationResult.UNKNOWN);
  }

  static DeliveryOperationResult replay(Session session, long delivery, String by, Instant now) {
    var row = find(session, delivery);
    if (row.isEmpty()) {
      return DeliveryOperationResult.UNKNOWN;
    }
    var refused = checkReplay(session, row.get());
    if (refused != DeliveryOperationResult.DONE) {
      return refused;
    }
    restoreRefused(session, delivery);
    if (row.get().open()) {
      session.update("UPDATE delivery SET due_at = ? WHERE id = ?", now, delivery);
    } else {
      reopen(session, row.get(), now);
    }
    session.update("UPDATE delivery SET replayed_by = ? WHERE id = ?", by, delivery);
    session.update("UPDATE channel SET replayed_at = ? WHERE name = ?", now, row.get().channel());
    Requests.record(session, "replay", String.valueOf(delivery), by, now);
    return DeliveryOperationResult.DONE;
  }

  private static DeliveryOperationResult checkReplay(Session session, Found row) {
    if (row.sending()) {
      return DeliveryOperationResult.BEING_SENT;
    }
    if (row.empty()) {
      return DeliveryOperationResult.NOTHING_TO_SEND;
    }
    if (!session.any(
        "SELECT 1 FROM channel WHERE name = ? AND removed_at IS NULL", row.channel())) {
      return DeliveryOperationResult.NO_CHANNEL;
    }
    boolean another =
        session.any(
            "SELECT 1 FROM delivery WHERE channel = ? AND message_id = ? AND closed_at IS NULL"
                + " AND id <> ?",
            row.channel(),
            row.messageId(),
            row.id());
    return another ? DeliveryOperationResult.ALREADY_OPEN : DeliveryOperationResult.DONE;
  }

  /** A rejected message that a simpler one has replaced is the one to send after the fix. */
  private static void restoreRefused(Session session, long delivery) {
    session.update(
        """
        UPDATE delivery SET message_id = refused_id, body = refused_body, refused_id = NULL,
          refused_body = NULL
        WHERE id = ? AND refused_id IS NOT NULL
        """,
        delivery);
  }

  /** Its age restarts from now: otherwise the first failure could expire it again. */
  private static void reopen(Session session, Found row, Instant now) {
    session.update(
        "UPDATE delivery SET state = 'READY', blocked = 0, opened_at = ?1, due_at = ?1,"
            + " closed_at = NULL, closed_by = NULL, reason = NULL WHERE id = ?2",
        now,
        row.id());
    QueueRows.enqueue(session, row.channel(), row.lane(), row.alerts(), row.id());
  }

  private static Optional<Found> find(Session session, long delivery) {
    return session.first(
        "SELECT id, channel, lane, coalesce(refused_id, message_id), state, closed_at IS NULL,"
            + " body = '', alerts"
            + " FROM delivery WHERE id = ?",
        row ->
            new Found(
                row.number(),
                row.text(),
                row.text(),
                row.text(),
                row.text().equals("SENDING"),
                row.flag(),
                row.flag(),
                CanonicalText.list(row.textOrNull())),
        delivery);
  }

  private record Found(
      long id,
      String channel,
      String lane,
      String messageId,
      boolean sending,
      boolean open,
      boolean empty,
      List<String> alerts) {}
}

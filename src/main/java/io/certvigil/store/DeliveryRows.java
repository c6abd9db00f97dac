package io.certvigil.store;

import io.certvigil.store.queue.QueueRows;
import io.certvigil.store.queue.UrgencyRows;
import io.certvigil.store.receiver.ToldRows;
import io.certvigil.store.sqlite.CanonicalText;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code delivery}: insert, claim and settle. A delivery may be claimed if it is the head of
 * the queue of each of its alerts, so the events of one alert reach a channel in order.
 */
final class DeliveryRows {
  /**
   * The longest retry delay: one hour plus jitter. A date further ahead was written under a wrong
   * clock.
   */
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(75);

  /** The same after an attempt that was not answered: one day plus jitter. */
  private static final Duration LONGEST_AMBIGUOUS_DELAY = Duration.ofHours(29);

  /** How much later than its longest attempt a delivery is due again after a crash. */
  private static final Duration AFTER_LEASE = Duration.ofSeconds(5);

  private static final int MAX_ANSWER_LENGTH = 200;

  /** After these failures nobody knows whether the receiver has the message. */
  private static final Set<String> MAY_HAVE_ARRIVED =
      Set.of("timeout", "network", FailedAttempt.AMBIGUOUS);

  private static final String CLAIMABLE =
      "SELECT id FROM delivery WHERE channel = ? AND state = 'READY' AND blocked = 0";

  private DeliveryRows() {}

  /**
   * Returns deliveries to the queue that were being sent when the last daemon stopped. They are
   * marked ambiguous, because they may have arrived, and are due when the attempt would have ended:
   * the receiver may still be busy with it. One of several lanes, which are recipients of mail,
   * holds back no newer message meanwhile.
   */
  static void recover(Session session) {
    var sending =
        session.list("SELECT id FROM delivery WHERE state = 'SENDING'", ResultRow::number);
    session.update(
        """
        UPDATE delivery SET state = 'READY', ambiguous = 1,
          due_at = max(due_at, coalesce(lease_until, due_at)),
          reason = CASE WHEN lane <> '' THEN ? ELSE reason END
        WHERE state = 'SENDING'
        """,
        FailedAttempt.AMBIGUOUS);
    for (var delivery : sending) {
      QueueRows.returnToQueue(session, delivery);
      ToldRows.arrived(session, delivery);
    }
  }

  static int insert(Session session, String channel, List<NewDelivery> drafts, Instant now) {
    int stored = 0;
    for (var draft : drafts) {
      int rows =
          session.update(
              """
              INSERT INTO delivery (channel, lane, message_id, notification, body, alerts, state,
                blocked, created_at, opened_at, due_at)
              VALUES (?, ?, ?, ?, ?, ?, 'READY', 0, ?, ?, ?)
              ON CONFLICT (channel, message_id) WHERE closed_at IS NULL DO NOTHING
              """,
              channel,
              draft.lane(),
              draft.id(),
              draft.notification(),
              draft.body(),
              CanonicalText.list(List.copyOf(draft.alertKeys())),
              now,
              now,
              now);
      if (rows > 0) {
        long delivery = session.number("SELECT last_insert_rowid()");
        QueueRows.enqueue(session, channel, draft.lane(), draft.alertKeys(), delivery);
        linkEvents(session, delivery, draft.eventIds());
        UrgencyRows.set(session, delivery);
        ToldRows.record(session, delivery, draft.thread());
        stored++;
      }
    }
    return stored;
  }

  static void linkEvents(Session session, long delivery, Collection<String> events) {
    for (var event : events) {
      session.update(
          "INSERT OR IGNORE INTO delivery_event SELECT ?, position FROM event WHERE id = ?",
          delivery,
          event);
    }
  }

  static List<Outbox.Delivery> claim(
      Session session, String channel, int most, Instant now, Duration longestAttempt) {
    var leaseUntil = now.plus(longestAttempt).plus(AFTER_LEASE);
    var due = due(session, channel, most, now);
    for (var id : due) {
      session.update(
          "UPDATE delivery SET state = 'SENDING', attempt = attempt + 1, claimed_at = ?,"
              + " lease_until = ? WHERE id = ?",
          now,
          leaseUntil,
          id);
    }
    return due.stream().flatMap(id -> claimed(session, id).stream()).toList();
  }

  private static Optional<Outbox.Delivery> claimed(Session session, long id) {
    return session.first(
        """
        SELECT id, channel, message_id, body, attempt, ambiguous, opened_at, lane,
          (SELECT count(*) FROM attempt WHERE delivery = ?1 AND reason = ?2)
        FROM delivery WHERE id = ?1
        """,
        row ->
            new Outbox.Delivery(
                row.number(),
                row.text(),
                row.text(),
                row.text(),
                row.integer(),
                row.flag(),
                row.instant(),
                row.text(),
                row.integer()),
        id,
        FailedAttempt.AMBIGUOUS);
  }

  /** The most urgent first. The index is named so that a claim never sorts the backlog. */
  private static List<Long> due(Session session, String channel, int most, Instant now) {
    var due =
        session.list(
            """
            SELECT id FROM delivery INDEXED BY delivery_urgent
            WHERE channel = ? AND state = 'READY' AND blocked = 0 AND due_at <= ?
            ORDER BY urgency, ends_at, due_at, id LIMIT ?
            """,
            ResultRow::number,
            channel,
            now,
            most);
    return due.isEmpty()
        ? session.list(
            CLAIMABLE
                + " AND due_at > ? AND (reason IS NOT ? OR due_at > ?)"
                + " ORDER BY due_at, id LIMIT 1",
            ResultRow::number,
            channel,
            now.plus(LONGEST_DELAY),
            FailedAttempt.AMBIGUOUS,
            now.plus(LONGEST_AMBIGUOUS_DELAY))
        : due;
  }

  /** Returns a delivery that was claimed but not sent; the claim counts as no attempt. */
  static void release(Session session, Outbox.Delivery delivery) {
    int rows =
        session.update(
            "UPDATE delivery SET state = 'READY', attempt = attempt - 1"
                + " WHERE id = ? AND state = 'SENDING' AND attempt = ?",
            delivery.id(),
            delivery.attempt());
    if (rows > 0) {
      QueueRows.returnToQueue(session, delivery.id());
      closeIfLeft(session, delivery, null);
    }
  }

  static void markDelivered(
      Session session, Outbox.Delivery delivery, @Nullable String answer, Instant now) {
    int rows =
        session.update(
            "UPDATE delivery SET state = 'DELIVERED', reason = NULL, refused = 0, closed_at = ?"
                + " WHERE id = ? AND state = 'SENDING' AND attempt = ?",
            now,
            delivery.id(),
            delivery.attempt());
    if (rows > 0) {
      recordAttempt(session, delivery, "delivered", null, answer, now);
      QueueRows.dequeue(session, delivery.id());
      var channel = channelOf(session, delivery);
      session.update("UPDATE channel SET last_success_at = ? WHERE name = ?", now, channel);
      ChannelRows.clearFailures(session, channel);
      if (ToldRows.delivered(session, delivery.id())) {
        ChannelRows.catchUp(session, channel, now);
      }
    }
  }

  /** Its channel may have been renamed since it was claimed. */
  private static String channelOf(Session session, Outbox.Delivery delivery) {
    return session
        .first("SELECT channel FROM delivery WHERE id = ?", ResultRow::text, delivery.id())
        .orElse(delivery.channel());
  }

  /** Closes a delivery to a receiver that a change of the config has left, unless it ends there. */
  private static void closeIfLeft(
      Session session, Outbox.Delivery delivery, @Nullable Instant now) {
    int rows =
        session.update(
            """
            UPDATE delivery SET state = 'DISCARDED', closed_at = coalesce(?, claimed_at, due_at),
              reason = 'not delivered to its receiver before the config changed'
            WHERE id = ? AND state = 'READY' AND EXISTS (SELECT 1 FROM channel c
              WHERE c.name = delivery.channel AND c.absent = 'leaving') AND EXISTS (
              SELECT 1 FROM delivery_event x JOIN event e ON e.position = x.position
              WHERE x.delivery = delivery.id AND NOT\
            """
                + ToldRows.ENDS
                + ")",
            now,
            delivery.id());
    if (rows > 0) {
      QueueRows.dequeue(session, delivery.id());
    }
  }

  /**
   * Expires the delivery and all others of that age, if the channel has failed on enough days.
   *
   * @return how many were closed; 0 if nothing changed
   */
  static long expire(
      Session session,
      Outbox.Delivery delivery,
      Instant createdBefore,
      String reason,
      @Nullable String answer,
      Instant now) {
    if (!isSending(session, delivery)) {
      return 0;
    }
    recordAttempt(session, delivery, "expired", reason, answer, now);
    var current = delivery.of(channelOf(session, delivery));
    if (DeliveryExpiry.failedOnEnoughDays(session, current.channel(), createdBefore, now)) {
      return DeliveryExpiry.expire(session, current, createdBefore, reason, now);
    }
    // Not expired: the caller reschedules it, which records this attempt again.
    session.update(
        "DELETE FROM attempt WHERE delivery = ? AND number = ?", delivery.id(), delivery.attempt());
    return 0;
  }

  /** False if it is already settled, or if this attempt is no longer the current one. */
  private static boolean isSending(Session session, Outbox.Delivery delivery) {
    return session.any(
        "SELECT 1 FROM delivery WHERE id = ? AND state = 'SENDING' AND attempt = ?",
        delivery.id(),
        delivery.attempt());
  }

  static void reschedule(
      Session session, Outbox.Delivery delivery, Instant at, FailedAttempt failure, Instant now) {
    int rows =
        session.update(
            "UPDATE delivery SET state = 'READY', due_at = ?, reason = ?, refused = ?,"
                + " ambiguous = max(ambiguous, ?)"
                + " WHERE id = ? AND state = 'SENDING' AND attempt = ?",
            at,
            failure.reason(),
            failure.refused(),
            failure.ambiguous(),
            delivery.id(),
            delivery.attempt());
    if (rows > 0) {
      QueueRows.returnToQueue(session, delivery.id());
      recordAttempt(session, delivery, "later", failure.reason(), failure.answer(), now);
      recordFailure(session, delivery.of(channelOf(session, delivery)), failure, now);
      if (MAY_HAVE_ARRIVED.contains(failure.reason())) {
        ToldRows.arrived(session, delivery.id());
      }
      closeIfLeft(session, delivery, now);
    }
  }

  static void retryNow(Session session, String channel, Set<String> reasons, Instant now) {
    for (var reason : reasons) {
      session.update(
          "UPDATE delivery SET due_at = ?1 WHERE channel = ?2 AND closed_at IS NULL"
              + " AND state = 'READY' AND due_at > ?1 AND reason = ?3",
          now,
          channel,
          reason);
    }
  }

  private static void recordFailure(
      Session session, Outbox.Delivery delivery, FailedAttempt failure, Instant now) {
    if (failure.oneMessage() && otherRecipientCounts(session, delivery)) {
      ChannelRows.recordReason(session, delivery.channel(), failure.reason());
    } else {
      ChannelRows.recordFailure(session, delivery.channel(), failure, now);
    }
  }

  /**
   * Whether the same notification was accepted for another recipient, or was not tried yet for one:
   * then this failure does not show that the channel accepts nothing.
   */
  private static boolean otherRecipientCounts(Session session, Outbox.Delivery delivery) {
    return !delivery.lane().isEmpty()
        && session.any(
            """
            SELECT 1 FROM delivery d JOIN delivery o
              ON o.notification = d.notification AND o.channel = d.channel AND o.lane <> d.lane
            WHERE d.id = ? AND o.lane <> '' AND (o.state = 'DELIVERED' OR (o.closed_at IS NULL
              AND (o.attempt = 0 OR (o.attempt = 1 AND o.state = 'SENDING'))))
            """,
            delivery.id());
  }

  /**
   * Replaces the message and keeps its place in the queue; the recorded attempts of the old message
   * stay.
   */
  static void replace(
      Session session,
      Outbox.Delivery delivery,
      String messageId,
      String body,
      FailedAttempt failure,
      Instant now) {
    reschedule(session, delivery, now, failure, now);
    session.update(
        """
        UPDATE delivery SET refused_id = coalesce(refused_id, message_id),
          refused_body = coalesce(refused_body, body), message_id = ?, body = ?
        WHERE id = ? AND state = 'READY' AND attempt = ?
        """,
        messageId,
        body,
        delivery.id(),
        delivery.attempt());
  }

  private static void recordAttempt(
      Session session,
      Outbox.Delivery delivery,
      String outcome,
      @Nullable String reason,
      @Nullable String answer,
      Instant now) {
    session.update(
        "INSERT OR IGNORE INTO attempt (delivery, number, ended_at, outcome, reason, answer)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        delivery.id(),
        delivery.attempt(),
        now,
        outcome,
        reason,
        answer == null ? null : CanonicalText.truncateToLine(answer, MAX_ANSWER_LENGTH));
  }
}

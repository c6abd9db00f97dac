package io.certvigil.store;

import io.certvigil.policy.Event;
import io.certvigil.policy.OneTimeEvents;
import io.certvigil.store.queue.QueueRows;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Expires deliveries that have reached the maximum age, and stores the event about it in the same
 * transaction.
 *
 * <p>An age is the difference of two clock readings, and either may have been wrong. So age alone
 * does not expire a delivery: the channel must also have failed on enough different days since
 * {@code createdBefore}, namely the number of days since that moment, less one. A clock jump, or a
 * daemon that was not running, increases the age at once but adds no days with failed attempts.
 */
final class DeliveryExpiry {
  /**
   * Parameters: the channel, the moment, and the id of one delivery that expires whatever its age.
   */
  private static final String EXPIRING =
      " channel = ?1 AND closed_at IS NULL"
          + " AND (id = ?3 OR (state = 'READY' AND opened_at < ?2))";

  private static final String FAILED_DAYS =
      """
      SELECT DISTINCT a.ended_at / 86400000 FROM attempt a JOIN delivery d ON d.id = a.delivery
      WHERE a.ended_at >= ? AND a.ended_at <= ? AND a.outcome <> 'delivered' AND d.channel = ?
      """;

  private DeliveryExpiry() {}

  /**
   * Expires all deliveries of that age and the claimed one. The last attempt of the claimed one
   * must be written before.
   */
  static long expire(
      Session session, Outbox.Delivery claimed, Instant createdBefore, String reason, Instant now) {
    var lost = expiredDeliveries(session, claimed, createdBefore, reason);
    session.update(
        "DELETE FROM queue WHERE channel = ?1 AND delivery IN (SELECT id FROM delivery WHERE"
            + EXPIRING
            + ")",
        claimed.channel(),
        createdBefore,
        claimed.id());
    session.update(
        "UPDATE delivery SET state = 'EXPIRED', reason = ?4, closed_at = ?5 WHERE" + EXPIRING,
        claimed.channel(),
        createdBefore,
        claimed.id(),
        reason,
        now);
    QueueRows.electMissingHeads(session, claimed.channel());
    recordEvent(session, lost, now);
    return lost.deliveries();
  }

  /** Whether the channel has failed on enough different days for deliveries to expire by age. */
  static boolean failedOnEnoughDays(
      Session session, String channel, Instant createdBefore, Instant now) {
    var days = session.list(FAILED_DAYS, ResultRow::number, createdBefore, now, channel);
    return days.size() >= Math.max(1, Duration.between(createdBefore, now).toDays() - 1);
  }

  private static OneTimeEvents.ExpiredDeliveries expiredDeliveries(
      Session session, Outbox.Delivery claimed, Instant createdBefore, String reason) {
    long events =
        session.number(
            "SELECT count(DISTINCT position) FROM delivery_event WHERE delivery IN"
                + " (SELECT id FROM delivery WHERE"
                + EXPIRING
                + ")",
            claimed.channel(),
            createdBefore,
            claimed.id());
    var why =
        session
            .first(
                "SELECT last_failure FROM channel WHERE name = ? AND last_failure IS NOT NULL",
                ResultRow::text,
                claimed.channel())
            .orElse(reason);
    return session
        .first(
            "SELECT count(*), min(created_at) FROM delivery WHERE" + EXPIRING,
            row ->
                new OneTimeEvents.ExpiredDeliveries(
                    claimed.channel(), row.number(), events, why, row.instant()),
            claimed.channel(),
            createdBefore,
            claimed.id())
        .orElseThrow();
  }

  /**
   * The event id is derived from channel and moment. If an event of that moment exists, the next
   * millisecond is tried.
   */
  private static void recordEvent(
      Session session, OneTimeEvents.ExpiredDeliveries lost, Instant now) {
    var moment = now;
    List<Event> told = List.of();
    while (told.isEmpty()) {
      told = EventRows.insert(session, List.of(OneTimeEvents.deliveryExpired(lost, moment)));
      moment = moment.plusMillis(1);
    }
  }
}

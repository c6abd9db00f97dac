package io.certvigil.store.queue;

import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;

/**
 * The columns {@code urgency} and {@code ends_at} of table {@code delivery}: the order in which
 * deliveries are claimed. Without it a certificate that ends in an hour would wait behind a mass of
 * less severe events.
 */
public final class UrgencyRows {
  /** A resolution is less urgent than what still fires with the same severity. */
  private static final String SET =
      """
      UPDATE delivery SET
        urgency = coalesce((SELECT min(CASE e.severity WHEN 'critical' THEN 0 WHEN 'warning' THEN 1
            ELSE 2 END)
          FROM delivery_event x JOIN event e ON e.position = x.position
          WHERE x.delivery = delivery.id), 2),
        ends_at = coalesce((SELECT e.incarnation
          FROM delivery_event x JOIN event e ON e.position = x.position
          WHERE x.delivery = delivery.id AND e.incarnation > 0
            AND e.type NOT IN ('certificate.resolved', 'source.recovered', 'channel.recovered')
          ORDER BY CASE e.severity WHEN 'critical' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END,
            e.incarnation LIMIT 1), 9223372036854775807)
      WHERE id = ?
      """;

  /** The older deliveries about the same alerts that are less urgent. */
  private static final String LESS_URGENT_BEFORE =
      """
      SELECT DISTINCT o.id FROM delivery d
        JOIN queue q ON q.delivery = d.id
        JOIN queue b ON b.channel = q.channel AND b.lane = q.lane AND b.alert_key = q.alert_key
          AND b.delivery < q.delivery
        JOIN delivery o ON o.id = b.delivery
      WHERE d.id = ? AND (o.urgency, o.ends_at) > (d.urgency, d.ends_at)
      """;

  private UrgencyRows() {}

  /**
   * Sets the urgency of a new delivery, whose events and place in the queue are stored. Older
   * deliveries that it waits for become as urgent: the order of one alert is kept.
   */
  public static void set(Session session, long delivery) {
    session.update(SET, delivery);
    raiseOlder(session, delivery);
  }

  private static void raiseOlder(Session session, long delivery) {
    for (var older : session.list(LESS_URGENT_BEFORE, ResultRow::number, delivery)) {
      session.update(
          """
          UPDATE delivery SET (urgency, ends_at) = (SELECT urgency, ends_at FROM delivery
            WHERE id = ?1)
          WHERE id = ?2
          """,
          delivery,
          older);
      raiseOlder(session, older);
    }
  }
}

package io.certvigil.store.receiver;

import io.certvigil.policy.EventType;
import io.certvigil.store.sqlite.CanonicalText;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Table {@code told}: what each receiver was told of each alert that has not ended there. */
public final class ToldRows {
  /** SQL condition: the event {@code e} ends its alert. */
  public static final String ENDS =
      " (CASE WHEN json_valid(e.json) THEN coalesce(json_extract(e.json, '$.alert.state'), '')"
          + " ELSE '' END = 'resolved') ";

  /** SQL condition: the event {@code e} says something about the state of its alert. */
  static final String STATEFUL =
      Arrays.stream(EventType.values())
          .filter(EventType::isOneTime)
          .map(type -> "'" + type.word() + "'")
          .collect(Collectors.joining(", ", " e.type NOT IN (", ") "));

  /** The told alerts {@code t} of the events of one delivery, which is the only parameter. */
  private static final String OF_DELIVERY =
      """
      SELECT t.rowid FROM delivery d JOIN channel c ON c.name = d.channel
        JOIN delivery_event x ON x.delivery = d.id JOIN event e ON e.position = x.position
        JOIN told t ON t.target = coalesce(c.target, 'channel ' || c.name)
          AND t.alert_key = e.alert_key
      WHERE d.id = ? AND
      """
          + STATEFUL;

  private static final String NO_OTHER_DELIVERY =
      """
       AND NOT EXISTS (SELECT 1 FROM delivery_event y JOIN delivery o ON o.id = y.delivery
        WHERE y.position = e.position AND o.id <> d.id AND o.channel = d.channel
          AND o.closed_at IS NULL)
      """;

  private ToldRows() {}

  /**
   * Records what a new delivery tells. Its last event about an alert decides; an end of what the
   * receiver was never told of is not recorded.
   */
  public static void record(Session session, long delivery, @Nullable ReceiverThread thread) {
    session.update(
        """
        INSERT INTO told (target, alert_key, channel, position, open, thread, grouped)
        SELECT last.target, last.alert_key, last.name, last.position, NOT last.ended, ?2, ?3
        FROM (SELECT coalesce(c.target, 'channel ' || c.name) AS target, e.alert_key, c.name,
            max(e.position) AS position, %1$s AS ended,
            EXISTS (SELECT 1 FROM told t WHERE t.target = coalesce(c.target, 'channel ' || c.name)
              AND t.alert_key = e.alert_key) AS known
          FROM delivery d JOIN channel c ON c.name = d.channel
            JOIN delivery_event x ON x.delivery = d.id JOIN event e ON e.position = x.position
          WHERE d.id = ?1 AND %2$s GROUP BY e.alert_key) AS last
        WHERE known OR NOT ended OR EXISTS (SELECT 1 FROM delivery_event x
          JOIN event e ON e.position = x.position
          WHERE x.delivery = ?1 AND e.alert_key = last.alert_key AND %2$s AND NOT %1$s)
        ON CONFLICT (target, alert_key) DO UPDATE SET position = excluded.position,
          channel = excluded.channel, open = excluded.open,
          thread = coalesce(excluded.thread, thread),
          grouped = CASE WHEN excluded.thread IS NULL THEN grouped ELSE excluded.grouped END
          WHERE excluded.position >= position
        """
            .formatted(ENDS, STATEFUL),
        delivery,
        thread == null ? null : thread.id(),
        thread != null && thread.shared());
  }

  /** The receiver has this delivery, or may have it. */
  public static void arrived(Session session, long delivery) {
    session.update(
        "UPDATE told SET arrived = 1 WHERE arrived = 0 AND rowid IN ("
            + OF_DELIVERY
            + " AND NOT"
            + ENDS
            + ")",
        delivery);
  }

  /**
   * The receiver has accepted this delivery: what it ends there has ended. A message to several
   * recipients ends with the last of them.
   *
   * @return whether it has no events and ends what the alert itself has not ended
   */
  public static boolean delivered(Session session, long delivery) {
    arrived(session, delivery);
    session.update(
        "DELETE FROM told WHERE rowid IN ("
            + OF_DELIVERY
            + " AND t.open = 0 AND t.position = e.position"
            + NO_OTHER_DELIVERY
            + ")",
        delivery);
    return !hasEvents(session, delivery) && endAll(session, delivery);
  }

  /** A delivery that was composed to end what still fires has no events, only alerts. */
  private static boolean endAll(Session session, long delivery) {
    int ended = 0;
    for (var alert : alerts(session, delivery)) {
      ended +=
          session.update(
              "DELETE FROM told WHERE alert_key = ? AND target = (SELECT c.target FROM delivery d"
                  + " JOIN channel c ON c.name = d.channel WHERE d.id = ?)",
              alert,
              delivery);
    }
    return ended > 0;
  }

  private static List<String> alerts(Session session, long delivery) {
    return session
        .first(
            "SELECT alerts FROM delivery WHERE id = ?",
            row -> CanonicalText.list(row.textOrNull()),
            delivery)
        .orElse(List.of());
  }

  private static boolean hasEvents(Session session, long delivery) {
    return session.any("SELECT 1 FROM delivery_event WHERE delivery = ?", delivery);
  }

  /** A silence closed this delivery before it was sent, so its receiver was not told. */
  public static void suppressed(Session session, long delivery) {
    session.update(
        "DELETE FROM told WHERE rowid IN ("
            + OF_DELIVERY
            + " AND t.arrived = 0 AND t.position = e.position"
            + NO_OTHER_DELIVERY
            + ")",
        delivery);
  }

  /** Somebody discarded this delivery: the ends in it are not to be sent. */
  public static void discarded(Session session, long delivery) {
    session.update(
        "DELETE FROM told WHERE rowid IN ("
            + OF_DELIVERY
            + " AND t.open = 0 AND t.position = e.position"
            + NO_OTHER_DELIVERY
            + ")",
        delivery);
  }

  /** What the receiver of this channel was told of this alert. */
  public static Optional<Told> find(Session session, String channel, String alert) {
    return session.first(
        """
        SELECT t.channel, t.position, t.open, t.thread, t.grouped FROM channel c
          JOIN told t ON t.target = coalesce(c.target, 'channel ' || c.name)
        WHERE c.name = ? AND t.alert_key = ?
        """,
        ToldRows::told,
        channel,
        alert);
  }

  private static Told told(ResultRow row) {
    var channel = row.text();
    long position = row.number();
    boolean open = row.flag();
    var thread = row.textOrNull();
    boolean shared = row.flag();
    return new Told(
        channel, position, open, thread == null ? null : new ReceiverThread(thread, shared));
  }

  /** The number of alerts that have this shared thread and have not ended. */
  public static long size(Session session, String channel, String thread) {
    return session.number(
        """
        SELECT count(*) FROM channel c
          JOIN told t ON t.target = coalesce(c.target, 'channel ' || c.name)
        WHERE c.name = ? AND t.thread = ? AND t.grouped = 1 AND t.open = 1
        """,
        channel,
        thread);
  }
}

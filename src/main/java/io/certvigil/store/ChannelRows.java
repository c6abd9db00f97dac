package io.certvigil.store;

import io.certvigil.policy.ChannelStatus.FailureKind;
import io.certvigil.policy.ChannelStatus.Failures;
import io.certvigil.store.sqlite.MetaTable;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.Backlog;
import io.certvigil.store.view.ComposeState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tables {@code channel} and {@code catch_up}: which events each channel has already composed. */
final class ChannelRows {
  private static final String FIRES =
      """
      INSERT OR IGNORE INTO catch_up
      SELECT c.name, f.position FROM channel c JOIN (
        SELECT a.key, max(e.position) AS position FROM alert a
          JOIN event e ON e.alert_key = a.key AND e.incarnation = a.incarnation
        WHERE a.state = 'firing'\
      """
          + EventRows.STATEFUL
          + """
             GROUP BY a.id) f ON f.position <= c.mark
          WHERE c.name = ?
            AND NOT EXISTS (SELECT 1 FROM told t WHERE t.target = c.target AND t.alert_key = f.key
              AND t.position >= f.position)
            AND NOT EXISTS (SELECT 1 FROM delivery_event x JOIN delivery d ON d.id = x.delivery
              WHERE x.position = f.position AND d.channel = c.name AND d.state = 'SUPPRESSED')
          """;

  private static final String ENDED =
      """
      INSERT OR IGNORE INTO catch_up
      SELECT c.name, last.position FROM channel c JOIN told t ON t.target = c.target
        JOIN (SELECT e.alert_key, max(e.position) AS position FROM event e
          WHERE e.alert_key IN (SELECT alert_key FROM told)\
      """
          + EventRows.STATEFUL
          + """
               GROUP BY e.alert_key) last ON last.alert_key = t.alert_key
          WHERE c.name = ? AND last.position <= c.mark AND last.position >= t.position
            AND t.arrived = 1 AND (t.open = 0 OR last.position > t.position)
            AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.key = t.alert_key AND a.state = 'firing')
            AND NOT EXISTS (SELECT 1 FROM delivery_event x JOIN delivery d ON d.id = x.delivery
              JOIN channel o ON o.name = d.channel AND o.target = c.target
              WHERE x.position = last.position AND d.closed_at IS NULL)
          """;

  private static final String QUEUED = "SELECT " + EventRows.COLUMNS + " FROM ";

  /** Prefix of the names in table {@code meta}: the last moment of each schedule. */
  static final String SCHEDULED = "announced ";

  private ChannelRows() {}

  static void add(Session session, String name, boolean firstOfAll, Instant now) {
    session.update(
        """
        INSERT INTO channel (name, mark, added_at) VALUES (?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET mark = excluded.mark, added_at = excluded.added_at,
          removed_at = NULL, last_failure = NULL, failing_since = NULL, failures = 0,
          refused_since = NULL, refusals = 0, config_key = NULL, replayed_at = NULL,
          absent = NULL, former = NULL, caught_up_at = NULL
        """,
        name,
        firstOfAll ? 0L : EventRows.lastPosition(session),
        now);
  }

  /**
   * What a channel's receiver was not told of: the last event of each alert that fires, and the end
   * of each alert that it was told of by another channel, or before it left the config. What a
   * silence has suppressed is left to the end of the silence.
   */
  static void catchUp(Session session, String name, Instant now) {
    int fires = session.update(FIRES, name);
    int ended = session.update(ENDED, name);
    if (fires + ended > 0) {
      session.update("UPDATE channel SET caught_up_at = ? WHERE name = ?", now, name);
    }
  }

  static List<Outbox.StoredEvent> unseen(Session session, String channel, long after, int limit) {
    var mark = mark(session, channel);
    if (mark.isEmpty()) {
      return List.of();
    }
    var events =
        new ArrayList<>(
            session.list(
                QUEUED
                    + "catch_up c JOIN event e ON e.position = c.position WHERE c.channel = ?"
                    + " AND c.position > ? ORDER BY c.position LIMIT ?",
                EventRows::fromRow,
                channel,
                after,
                limit));
    if (isLeaving(session, channel)) {
      return events; // it is sent nothing new
    }
    events.addAll(
        session.list(
            QUEUED + "event e WHERE e.position > ? ORDER BY e.position LIMIT ?",
            EventRows::fromRow,
            Math.max(mark.get(), after),
            limit - events.size()));
    return events;
  }

  private static boolean isLeaving(Session session, String channel) {
    return session.any("SELECT 1 FROM channel WHERE name = ? AND absent = 'leaving'", channel);
  }

  /**
   * A stored moment later than {@code now} was written under a wrong clock, so it is overwritten.
   */
  static int enqueueScheduled(
      Session session,
      String name,
      Instant due,
      Map<String, List<NewDelivery>> drafts,
      Instant now) {
    int fresh =
        session.update(
            """
            INSERT INTO meta VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value
              WHERE CAST(value AS INTEGER) < ?2 OR CAST(value AS INTEGER) > ?3
            """,
            SCHEDULED + name,
            due.toEpochMilli(),
            now.toEpochMilli());
    if (fresh == 0) {
      return 0;
    }
    int stored = 0;
    for (var draft : drafts.entrySet()) {
      stored += DeliveryRows.insert(session, draft.getKey(), draft.getValue(), now);
    }
    return stored;
  }

  /**
   * Stores the deliveries and closes the silenced events in one transaction, or changes nothing.
   */
  static int enqueue(
      Session session,
      String channel,
      long upTo,
      List<NewDelivery> drafts,
      Map<String, List<String>> suppressed,
      Instant now) {
    for (var silence : suppressed.keySet()) {
      if (!Silences.mayCover(session, silence)) {
        return 0;
      }
    }
    var told = drafts.stream().flatMap(draft -> draft.eventIds().stream());
    var covered = suppressed.values().stream().flatMap(List::stream);
    if (!advanceMark(session, channel, upTo, Stream.concat(told, covered).toList())) {
      return 0;
    }
    for (var silence : suppressed.entrySet()) {
      DeliveryOperations.recordSuppressed(
          session, channel, silence.getKey(), silence.getValue(), now);
    }
    return DeliveryRows.insert(session, channel, drafts, now);
  }

  /** Moves the mark, unless another composer has already processed any of these events. */
  private static boolean advanceMark(
      Session session, String channel, long upTo, Collection<String> events) {
    var mark = mark(session, channel);
    if (mark.isEmpty() || !notYetSeen(session, channel, mark.get(), upTo, events)) {
      return false;
    }
    session.update("DELETE FROM catch_up WHERE channel = ? AND position <= ?", channel, upTo);
    session.update("UPDATE channel SET mark = max(mark, ?) WHERE name = ?", upTo, channel);
    return true;
  }

  private static boolean notYetSeen(
      Session session, String channel, long mark, long upTo, Collection<String> events) {
    boolean catchingUp =
        session.any("SELECT 1 FROM catch_up WHERE channel = ? AND position <= ?", channel, upTo);
    if (upTo <= mark && !catchingUp) {
      return false;
    }
    for (var event : events) {
      if (seen(session, channel, mark, event)) {
        return false;
      }
    }
    return true;
  }

  private static boolean seen(Session session, String channel, long mark, String event) {
    return session.any(
        """
        SELECT 1 FROM event WHERE id = ? AND position <= ?
          AND position NOT IN (SELECT position FROM catch_up WHERE channel = ?)
        """,
        event,
        mark,
        channel);
  }

  private static Optional<Long> mark(Session session, String channel) {
    return session.first(
        "SELECT mark FROM channel WHERE name = ? AND (removed_at IS NULL OR absent = 'leaving')",
        ResultRow::number,
        channel);
  }

  /**
   * Closes the events that no channel has seen and that were not closed before for lack of a
   * channel.
   */
  static int closeUnrouted(Session session) {
    if (session.any("SELECT 1 FROM channel WHERE absent = 'kept'")) {
      return 0; // they wait for it
    }
    long shown =
        Math.max(
            unrouted(session),
            session.number("SELECT max(mark) FROM channel WHERE absent IS NULL"));
    long last = EventRows.lastPosition(session);
    if (last <= shown) {
      return 0;
    }
    MetaTable.put(session, "unrouted", Long.toString(last));
    return session.update("UPDATE event SET closed = 'no_channel' WHERE position > ?", shown);
  }

  static long unrouted(Session session) {
    return session.number("SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'unrouted'");
  }

  static List<Backlog> backlog(Session session) {
    return session.list(
        """
        SELECT name, (SELECT count(*) FROM delivery WHERE channel = c.name AND closed_at IS NULL)
            + (SELECT count(*) FROM event WHERE position > c.mark)
            + (SELECT count(*) FROM catch_up WHERE channel = c.name),
          (SELECT min(opened_at) FROM delivery WHERE channel = c.name AND closed_at IS NULL),
          (SELECT occurred_at FROM event WHERE position > c.mark ORDER BY position LIMIT 1),
          (SELECT coalesce(c.caught_up_at, c.added_at) FROM catch_up WHERE channel = c.name
            LIMIT 1),
          last_success_at, last_failure, replayed_at,
          failing_since, failures, refused_since, refusals, config_key
        FROM channel c WHERE removed_at IS NULL
        """,
        ChannelRows::backlog);
  }

  private static Backlog backlog(ResultRow row) {
    var name = row.text();
    long pending = row.number();
    var oldest = earliest(row.instantOrNull(), row.instantOrNull(), row.instantOrNull());
    var success = row.instantOrNull();
    var failure = row.textOrNull();
    var replayed = row.instantOrNull();
    return new Backlog(name, pending, oldest, success, failure, failures(row), replayed);
  }

  private static @Nullable Failures failures(ResultRow row) {
    var since = row.instantOrNull();
    return since == null
        ? null
        : new Failures(since, row.integer(), row.instantOrNull(), row.integer(), row.textOrNull());
  }

  static void clearFailures(Session session, String channel) {
    session.update(
        """
        UPDATE channel SET last_failure = NULL, failing_since = NULL, failures = 0,
          refused_since = NULL, refusals = 0, config_key = NULL
        WHERE name = ? AND last_failure IS NOT NULL
        """,
        channel);
  }

  /** Every failure counts, also a refusal of the content: only an acceptance is a sign of life. */
  static void recordFailure(Session session, String channel, FailedAttempt failure, Instant now) {
    session.update(
        """
        UPDATE channel SET last_failure = ?2, failing_since = coalesce(failing_since, ?3),
          failures = failures + 1, config_key = coalesce(?4, config_key),
          refusals = refusals + ?5,
          refused_since = CASE WHEN ?5 THEN coalesce(refused_since, ?3) ELSE refused_since END
        WHERE name = ?1
        """,
        channel,
        failure.reason(),
        now,
        failure.configKey(),
        failure.kind() != FailureKind.OTHER);
  }

  /** Records the reason of a failure that does not count as one of the channel. */
  static void recordReason(Session session, String channel, String reason) {
    session.update("UPDATE channel SET last_failure = ? WHERE name = ?", reason, channel);
  }

  /**
   * A delivery that waits for one unreachable recipient does not block composing, nor does one that
   * may have arrived, nor do the deliveries behind it in the same lane.
   *
   * @see Outbox#composeState
   */
  static ComposeState composeState(Session session, String name) {
    return session
        .first(
            """
            SELECT EXISTS (SELECT 1 FROM delivery d WHERE d.channel = c.name
                AND d.closed_at IS NULL
                AND NOT (d.state = 'READY' AND d.attempt > 0
                  AND coalesce(d.reason, '') IN ('recipient', 'ambiguous'))
                AND NOT (d.blocked > 0 AND d.lane <> '' AND EXISTS (SELECT 1 FROM delivery w
                  WHERE w.channel = d.channel AND w.lane = d.lane AND w.closed_at IS NULL
                  AND w.attempt > 0 AND w.reason IN ('recipient', 'ambiguous')))),
              (SELECT occurred_at FROM event WHERE position > c.mark ORDER BY position LIMIT 1),
              (SELECT coalesce(c.caught_up_at, c.added_at) WHERE EXISTS
                (SELECT 1 FROM catch_up WHERE channel = c.name)),
              (SELECT created_at FROM delivery WHERE channel = c.name AND state <> 'SUPPRESSED'
                ORDER BY id DESC LIMIT 1)
            FROM channel c WHERE name = ? AND removed_at IS NULL
            """,
            row ->
                new ComposeState(
                    row.flag(),
                    earliest(row.instantOrNull(), row.instantOrNull()),
                    row.instantOrNull()),
            name)
        .orElse(new ComposeState(false, null, null));
  }

  private static @Nullable Instant earliest(@Nullable Instant... moments) {
    Instant earliest = null;
    for (var moment : moments) {
      if (moment != null && (earliest == null || moment.isBefore(earliest))) {
        earliest = moment;
      }
    }
    return earliest;
  }
}

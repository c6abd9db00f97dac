package io.certvigil.store.receiver;

import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The receivers behind the channels: what is left open or waits outside of the config. */
public final class Targets {
  private final Database database;

  public Targets(Database database) {
    this.database = database;
  }

  /**
   * A former receiver that is still sent what ends there.
   *
   * @param name of its row, under which its deliveries are
   * @param former the channel's name in the config that has ended
   */
  public record Leaving(String name, String former) {}

  /**
   * What is open at a receiver and nobody can end there.
   *
   * @param channel by which it was told
   * @param thread such as an incident's key
   */
  public record LeftOpen(String channel, String alertKey, String thread) {}

  /**
   * The channels that this config would remove although something waits for them, or their
   * receivers were told of alerts that have not ended.
   */
  public List<WaitingChannel> lost(Map<String, ChannelTarget> next) {
    var config = new LinkedHashMap<>(next);
    return database.write(
        "compose",
        session -> {
          var key = TargetKey.of(session);
          var targets = new LinkedHashMap<String, String>();
          config.forEach((name, target) -> targets.put(name, key.hash(target)));
          var stored = StoredChannel.list(session, "removed_at IS NULL");
          return ChannelMatch.of(stored, config, targets).gone().stream()
              .map(row -> waiting(session, row))
              .toList();
        });
  }

  /** The channels that are not in the config and for which something waits, by name. */
  public List<WaitingChannel> kept() {
    return database.read(
        "compose",
        session ->
            StoredChannel.list(session, "absent = 'kept'").stream()
                .map(row -> waiting(session, row))
                .toList());
  }

  /** What depends on a stored channel. */
  public static WaitingChannel waiting(Session session, StoredChannel row) {
    return new WaitingChannel(
        row.former(),
        session.number(
            "SELECT count(*) FROM delivery WHERE channel = ? AND closed_at IS NULL", row.name()),
        session.number(
            "SELECT (SELECT count(*) FROM event WHERE position > ?1)"
                + " + (SELECT count(*) FROM catch_up WHERE channel = ?2)",
            row.mark(),
            row.name()),
        session.number(
            "SELECT count(*) FROM told WHERE target = ? AND channel = ? AND arrived = 1",
            row.target(),
            row.name()));
  }

  /** The former receivers that a reload has left. */
  public List<Leaving> leaving() {
    return database.list(
        "compose",
        "SELECT name, former FROM channel WHERE absent = 'leaving' ORDER BY name",
        row -> new Leaving(row.text(), row.text()));
  }

  /** By thread, the alerts that still fire and are open at this former receiver. */
  public Map<String, List<String>> openThreads(String leaving) {
    var threads = new LinkedHashMap<String, List<String>>();
    database.read(
        "compose",
        session -> {
          session.each(
              """
              SELECT thread, alert_key FROM told WHERE channel = ? AND open = 1 AND arrived = 1
                AND thread IS NOT NULL ORDER BY thread, alert_key
              """,
              row -> threads.computeIfAbsent(row.text(), _ -> new ArrayList<>()).add(row.text()),
              leaving);
          return true;
        });
    return threads;
  }

  /** The threads at receivers that are neither in the config nor kept nor leaving. */
  public List<LeftOpen> leftOpen() {
    return database.list(
        "compose",
        """
        SELECT channel, alert_key, thread FROM told WHERE arrived = 1 AND thread IS NOT NULL
          AND target NOT IN (SELECT coalesce(target, 'channel ' || name) FROM channel
            WHERE removed_at IS NULL OR absent IS NOT NULL)
        ORDER BY channel, alert_key
        """,
        row -> new LeftOpen(row.text(), row.text(), row.text()));
  }

  /** The other channels of the config that send to the same receiver. */
  public List<String> sharing(String channel) {
    return List.copyOf(
        new TreeSet<>(
            database.list(
                "compose",
                """
                SELECT o.name FROM channel c JOIN channel o ON o.target = c.target
                  AND o.name <> c.name AND o.removed_at IS NULL
                WHERE c.name = ?
                """,
                ResultRow::text,
                channel)));
  }
}

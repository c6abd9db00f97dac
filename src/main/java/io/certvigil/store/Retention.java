package io.certvigil.store;

import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.ResultRow;
import java.time.Instant;
import java.util.List;

/**
 * Deletes data older than the retention. A read-only query finds the rows; each write transaction
 * then deletes a few of them and checks the condition of each row again.
 */
final class Retention {
  private static final int ROWS = 500;

  private static final Rule ATTEMPTS = new Rule("attempt", "ended_at < ?");
  private static final Rule REQUESTS = new Rule("request", "finished_at < ?");
  private static final Rule VERSIONS = new Rule("version", "valid_to < ?");
  private static final Rule DELIVERIES =
      new Rule("delivery", "closed_at < ? AND state = 'DELIVERED'");

  /**
   * Suppressed deliveries stay until their silence has expired and was reported, because the report
   * is made from them.
   */
  private static final Rule UNDELIVERED =
      new Rule(
          "delivery",
          """
          closed_at < ? AND state <> 'DELIVERED'
          AND NOT (state = 'SUPPRESSED'
            AND EXISTS (SELECT 1 FROM silence s WHERE s.id = this.reason AND s.told = 0))
          """);

  private static final Rule CONDITIONS =
      new Rule(
          "condition",
          """
          valid_to < ? AND NOT EXISTS (SELECT 1 FROM alert a
            WHERE a.key = this.key AND a.state = 'firing')
          """);

  private static final Rule READINGS =
      new Rule(
          "reading",
          "last_at < ? AND NOT EXISTS (SELECT 1 FROM scope s WHERE s.reading = this.id)");

  /**
   * Deletes an event only if all channels have seen it, no delivery of it is open and its alert is
   * not firing.
   */
  private static final Rule EVENTS =
      new Rule(
          "event",
          """
          occurred_at < ?
          AND position <= (SELECT coalesce(min(mark), 9e18) FROM channel
            WHERE removed_at IS NULL OR absent IS NOT NULL)
          AND NOT EXISTS (SELECT 1 FROM catch_up c WHERE c.position = this.position)
          AND NOT EXISTS (SELECT 1 FROM delivery_event d JOIN delivery x ON x.id = d.delivery
            WHERE d.position = this.position AND x.closed_at IS NULL)
          AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.key = this.alert_key
            AND a.incarnation = this.incarnation AND a.state = 'firing')
          """);

  private static final Rule CERTIFICATES =
      new Rule(
          "certificate",
          """
          presence = 'absent' AND since < ?
          AND NOT EXISTS (SELECT 1 FROM alert a
            WHERE a.scope = (SELECT s.key FROM scope s WHERE s.id = this.scope)
            AND a.certificate = this.certificate_id AND a.state = 'firing')
          """);

  /**
   * An alert is kept as long as its certificate and its events, because the ids of its events
   * contain its episode number.
   */
  private static final Rule ALERTS =
      new Rule(
          "alert",
          """
          state = 'resolved' AND updated_at < ?
          AND NOT EXISTS (SELECT 1 FROM event e WHERE e.alert_key = this.key)
          AND NOT EXISTS (SELECT 1 FROM certificate c
            WHERE c.scope = (SELECT s.id FROM scope s WHERE s.key = this.scope)
            AND c.certificate_id = this.certificate)
          """);

  /** What was told at a receiver that is gone, of an alert whose events are gone. */
  private static final Rule TOLD =
      new Rule(
          "told",
          """
          ? > 0 AND target NOT IN (SELECT target FROM channel
            WHERE target IS NOT NULL AND (removed_at IS NULL OR absent IS NOT NULL))
          AND NOT EXISTS (SELECT 1 FROM event e WHERE e.alert_key = this.alert_key)
          """);

  private final Database database;
  private final StoreSettings settings;

  Retention(Database database, StoreSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  void run(Instant now) {
    var attempts = now.minus(settings.attempts());
    for (var rule : List.of(ATTEMPTS, REQUESTS, UNDELIVERED)) {
      delete(rule, attempts);
    }
    var history = now.minus(settings.history());
    for (var rule :
        List.of(VERSIONS, CONDITIONS, READINGS, DELIVERIES, EVENTS, CERTIFICATES, ALERTS, TOLD)) {
      delete(rule, history);
    }
  }

  private void delete(Rule rule, Instant before) {
    int found = ROWS;
    while (found == ROWS) {
      var rows = database.list("retention", rule.select(), ResultRow::number, before);
      database.change(
          "retention",
          session -> {
            for (var row : rows) {
              session.update(rule.delete(), row, before);
            }
          });
      found = rows.size();
    }
  }

  /**
   * @param old SQL condition for rows to delete; the row is named {@code this}, and the moment is
   *     the only parameter
   */
  private record Rule(String table, String old) {
    String select() {
      return "SELECT rowid FROM %s AS this WHERE %s LIMIT %d".formatted(table, old, ROWS);
    }

    String delete() {
      return "DELETE FROM %s AS this WHERE rowid = ? AND %s".formatted(table, old);
    }
  }
}

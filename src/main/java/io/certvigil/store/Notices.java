package io.certvigil.store;

import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.MetaTable;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What an operator must know about the state of this installation, such as that a backup was
 * restored. The log says it at each start, the overview page and {@code doctor} for seven days.
 */
public final class Notices {
  static final String LOG_MISSING = "log missing";
  static final String RESTORED = "restored";

  private static final String PREFIX = "notice ";
  private static final Duration SHOWN = Duration.ofDays(7);

  private final Database database;

  Notices(Database database) {
    this.database = database;
  }

  /**
   * Adds a notice or replaces the one of this name.
   *
   * @param name identifies its subject
   * @param text one line
   */
  public void put(String name, String text) {
    database.change("query", session -> put(session, name, text));
  }

  /** The same, unless it is there with this text: then it stays as old as it is. */
  public void putIfChanged(String name, String text) {
    if (!list().contains(text)) {
      put(name, text);
    }
  }

  /** The value is the moment from which it is shown, 0 until a daemon runs, and the text. */
  static void put(Session session, String name, String text) {
    MetaTable.put(session, PREFIX + name, "0 " + text);
  }

  /** Removes the notice of this name if there is one. */
  public void remove(String name) {
    if (database.any("query", "SELECT 1 FROM meta WHERE name = ?", PREFIX + name)) {
      database.change("query", session -> remove(session, name));
    }
  }

  static void remove(Session session, String name) {
    MetaTable.remove(session, PREFIX + name);
  }

  /** Called by the daemon: new notices are shown from now on, and old ones no longer. */
  public void refresh(Instant now) {
    if (rows().isEmpty()) {
      return;
    }
    database.change(
        "query",
        session -> {
          session.update(
              """
              UPDATE meta SET value = ? || substr(value, instr(value, ' '))
              WHERE name GLOB ? AND (value GLOB '0 *' OR CAST(value AS INTEGER) > ?)
              """,
              Long.toString(now.toEpochMilli()),
              PREFIX + "*",
              now);
          session.update(
              "DELETE FROM meta WHERE name GLOB ? AND CAST(value AS INTEGER) < ?",
              PREFIX + "*",
              now.minus(SHOWN));
        });
  }

  /** The texts, in the order of their names. */
  public List<String> list() {
    return rows().stream().map(row -> row.substring(row.indexOf(' ') + 1)).toList();
  }

  private List<String> rows() {
    return database.list(
        "query",
        "SELECT value FROM meta WHERE name GLOB ? ORDER BY name",
        ResultRow::text,
        PREFIX + "*");
  }
}

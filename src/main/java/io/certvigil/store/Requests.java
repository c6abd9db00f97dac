package io.certvigil.store;

import io.certvigil.store.sqlite.DaemonLock;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Short writes by which commands ask something of a running daemon, seen within a second. */
public final class Requests {
  private final Database database;

  public Requests(Database database) {
    this.database = database;
  }

  /** Asks for a sweep of everything now; returns the request's id. */
  public long requestSweep(Instant now) {
    return database.write(
        "request",
        session -> {
          session.update("INSERT INTO request (kind, asked_at) VALUES ('sweep', ?)", now);
          return session.number("SELECT last_insert_rowid()");
        });
  }

  /** Requests not yet taken, oldest first. */
  public List<Long> pending() {
    return database.read(
        "request",
        session ->
            session.list(
                "SELECT id FROM request WHERE taken_at IS NULL ORDER BY id", ResultRow::number));
  }

  /** The daemon has taken it up. */
  public void markTaken(long id, Instant now) {
    database.change(
        "request",
        session ->
            session.update(
                "UPDATE request SET taken_at = ? WHERE id = ? AND taken_at IS NULL", now, id));
  }

  /** Whether the daemon has finished it. */
  public boolean isFinished(long id) {
    return summary(id).isPresent();
  }

  /** The line with which the daemon finished it; empty before. */
  public Optional<String> summary(long id) {
    return database.read(
        "request",
        session ->
            session.first(
                "SELECT summary FROM request WHERE id = ? AND finished_at IS NOT NULL",
                ResultRow::text,
                id));
  }

  /** The daemon has finished it, with this summary line. */
  public void markFinished(long id, String summary, Instant now) {
    database.change(
        "request",
        session ->
            session.update(
                "UPDATE request SET taken_at = coalesce(taken_at, ?), finished_at = ?, summary = ?"
                    + " WHERE id = ?",
                now,
                now,
                summary,
                id));
  }

  /** The daemon begins to read its configuration again. */
  public void beginReload() {
    database.change(
        "request",
        session ->
            session.update(
                "INSERT INTO meta VALUES ('reload.begun', '1') ON CONFLICT DO UPDATE"
                    + " SET value = CAST(value AS INTEGER) + 1"));
  }

  /**
   * It has applied it, or kept the one it had.
   *
   * @param problems why not, a line each; empty where it was applied
   */
  public void reloadEnded(List<String> problems) {
    var lines = String.join("\n", problems);
    database.change(
        "request",
        session -> {
          session.update(
              "INSERT INTO meta SELECT 'reload.ended', value FROM meta WHERE name = 'reload.begun'"
                  + " ON CONFLICT DO UPDATE SET value = excluded.value");
          session.update(
              "INSERT INTO meta VALUES ('reload.problems', ?) ON CONFLICT DO UPDATE"
                  + " SET value = excluded.value",
              lines);
        });
  }

  /** How many reloads have begun, since there is this database. */
  public long reloadsBegun() {
    return database.read("request", session -> number(session, "reload.begun"));
  }

  /**
   * Why the reload of this number, or a later one, was refused, a line each; no line where it was
   * applied. Empty while it has not ended.
   */
  public Optional<List<String>> reloadEnded(long number) {
    return database.read(
        "request",
        session ->
            number(session, "reload.ended") < number
                ? Optional.empty()
                : session
                    .first("SELECT value FROM meta WHERE name = 'reload.problems'", ResultRow::text)
                    .map(lines -> lines.lines().toList()));
  }

  private static long number(Session session, String key) throws SQLException {
    return session.number(
        "SELECT coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE name = ?), 0)", key);
  }

  /** The process that holds this store's lock; empty where none does. */
  public OptionalLong daemonPid() {
    return DaemonLock.holderPid(database.file());
  }

  /** Whether a daemon holds this store's lock. */
  public boolean daemonRuns() {
    return DaemonLock.isHeld(database.file());
  }
}

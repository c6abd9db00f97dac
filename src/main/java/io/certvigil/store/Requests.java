package io.certvigil.store;

import io.certvigil.store.sqlite.DaemonLock;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Requests of commands to a running daemon. Each is one short write, which the daemon notices
 * within a second.
 */
public final class Requests {
  private final Database database;

  public Requests(Database database) {
    this.database = database;
  }

  /** Requests a sweep of everything now; returns the request's id. */
  public long requestSweep(Instant now) {
    return database.write(
        "request",
        session -> {
          session.update("INSERT INTO request (kind, asked_at) VALUES ('sweep', ?)", now);
          return session.number("SELECT last_insert_rowid()");
        });
  }

  /** The ids of the requests that the daemon has not started, oldest first. */
  public List<Long> pending() {
    return database.list(
        "request", "SELECT id FROM request WHERE taken_at IS NULL ORDER BY id", ResultRow::number);
  }

  /** Marks the request as started by the daemon. */
  public void markTaken(long id, Instant now) {
    database.update(
        "request", "UPDATE request SET taken_at = ? WHERE id = ? AND taken_at IS NULL", now, id);
  }

  /** The summary line of the finished request; empty until then. */
  public Optional<String> summary(long id) {
    return database.first(
        "request",
        "SELECT summary FROM request WHERE id = ? AND finished_at IS NOT NULL",
        ResultRow::text,
        id);
  }

  /** Marks the request as finished by the daemon, with this summary line. */
  public void markFinished(long id, String summary, Instant now) {
    database.update(
        "request",
        "UPDATE request SET taken_at = coalesce(taken_at, ?), finished_at = ?, summary = ?"
            + " WHERE id = ?",
        now,
        now,
        summary,
        id);
  }

  /** Records that the daemon begins to reload its configuration. */
  public void beginReload() {
    database.update(
        "request",
        "INSERT INTO meta VALUES ('reload.begun', '1') ON CONFLICT DO UPDATE"
            + " SET value = CAST(value AS INTEGER) + 1");
  }

  /**
   * Records the end of a reload: the configuration was applied, or refused and the old one kept.
   *
   * @param problems the reasons for refusing it, one line each; empty if it was applied
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

  /** How many reloads have begun since the database was created. */
  public long reloadsBegun() {
    return database.read("request", session -> number(session, "reload.begun"));
  }

  /**
   * The reasons why the reload with this number, or a later one, was refused, one line each; no
   * line if it was applied. Empty until the reload has ended.
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

  private static long number(Session session, String key) {
    return session.number(
        "SELECT coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE name = ?), 0)", key);
  }

  /** The pid of the process that holds the lock of this store; empty if no process does. */
  public OptionalLong daemonPid() {
    return DaemonLock.holderPid(database.file());
  }

  /** Whether a daemon holds this store's lock. */
  public boolean daemonRuns() {
    return DaemonLock.isHeld(database.file());
  }
}

package io.certvigil.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Short writes by which commands ask something of a running daemon, seen within a second. */
public final class Requests {
  private final Database database;

  Requests(Database database) {
    this.database = database;
  }

  /** Asks for a sweep of everything now; returns the request's id. */
  public long sweep(Instant now) {
    return database.write(
        "request",
        session -> {
          session.update("INSERT INTO request (kind, asked_at) VALUES ('sweep', ?)", now);
          return session.number("SELECT last_insert_rowid()");
        });
  }

  /** Requests not yet taken, oldest first. */
  public List<Long> open() {
    return database.read(
        "request",
        session ->
            session.list("SELECT id FROM request WHERE taken_at IS NULL ORDER BY id", Row::number));
  }

  /** The daemon has taken it up. */
  public void taken(long id, Instant now) {
    database.change(
        "request",
        session ->
            session.update(
                "UPDATE request SET taken_at = ? WHERE id = ? AND taken_at IS NULL", now, id));
  }

  /** Whether the daemon has finished it. */
  public boolean done(long id) {
    return summary(id).isPresent();
  }

  /** The line with which the daemon finished it; empty before. */
  public Optional<String> summary(long id) {
    return database.read(
        "request",
        session ->
            session.first(
                "SELECT summary FROM request WHERE id = ? AND finished_at IS NOT NULL",
                Row::text,
                id));
  }

  /** The daemon has finished it, with this summary line. */
  public void finished(long id, String summary, Instant now) {
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

  /** Whether a daemon holds this store's lock. */
  public boolean daemonRuns() {
    return Lock.held(database.file());
  }
}

package io.certvigil.store;

import io.certvigil.model.WordedEnum;
import io.certvigil.store.sqlite.DaemonLock;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.ReloadResult;
import io.certvigil.store.view.RequestKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Requests of commands to a running daemon. Each is one short write, which the daemon notices
 * within a second, and names the user who asked. What operators change at once (acknowledgements,
 * silences, deliveries) is recorded here too, as a request that is finished.
 */
public final class Requests {
  private final Database database;

  public Requests(Database database) {
    this.database = database;
  }

  /**
   * A request that the daemon has not started.
   *
   * @param by the user who asked; empty for a request that version 0.1 has written
   */
  public record Pending(long id, RequestKind kind, String by) {}

  /** Requests a sweep of everything now; returns the request's id. */
  public long requestSweep(String by, Instant now) {
    return request(RequestKind.SWEEP, by, now);
  }

  /** Requests that the daemon reads its config again; returns the request's id. */
  public long requestReload(String by, Instant now) {
    return requestReload(by, false, now);
  }

  /**
   * The same.
   *
   * @param discardWaiting whether what waits for channels that are removed may be discarded
   */
  public long requestReload(String by, boolean discardWaiting, Instant now) {
    var kind = discardWaiting ? RequestKind.RELOAD_DISCARDING : RequestKind.RELOAD;
    return request(kind, by, now);
  }

  private long request(RequestKind kind, String by, Instant now) {
    return database.write(
        "request",
        session -> {
          session.update(
              "INSERT INTO request (kind, asked_by, asked_at) VALUES (?, ?, ?)",
              kind.word(),
              by,
              now);
          return session.number("SELECT last_insert_rowid()");
        });
  }

  /**
   * Records what an operator has changed, in the transaction that changes it.
   *
   * @param kind such as {@code replay}
   * @param what the key or id of what was changed
   */
  static void record(Session session, String kind, String what, String by, Instant now) {
    session.update(
        "INSERT INTO request (kind, asked_by, asked_at, taken_at, finished_at, summary)"
            + " VALUES (?1, ?2, ?3, ?3, ?3, ?4)",
        kind,
        by,
        now,
        what);
  }

  /** The requests that the daemon has not started, oldest first. */
  public List<Pending> pending() {
    return database
        .list(
            "request",
            "SELECT id, kind, asked_by FROM request WHERE taken_at IS NULL ORDER BY id",
            Requests::pending)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** Empty for a kind that only another version knows. */
  private static Optional<Pending> pending(ResultRow row) {
    long id = row.number();
    var kind = WordedEnum.of(RequestKind.class, row.text());
    var by = row.text();
    return kind.map(known -> new Pending(id, known, by));
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

  /** The result of the requested reload; empty until the daemon has finished it. */
  public Optional<ReloadResult> reloadResult(long id) {
    return summary(id).map(ReloadResult::of);
  }

  /** Marks the requested reload as finished by the daemon, with this result. */
  public void markReloaded(long id, ReloadResult result, Instant now) {
    markFinished(id, result.text(), now);
  }

  /** Whether a daemon, or a command that sweeps, holds this store's lock. */
  public boolean daemonRuns() {
    return DaemonLock.isHeld(database.file());
  }
}

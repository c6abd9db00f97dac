package io.certvigil.store;

import io.certvigil.model.Discovery;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Event;
import io.certvigil.policy.Health;
import io.certvigil.policy.Policy;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What is watched, and what is due. Quartz says when; whether and once follows from here. */
public final class Scopes {
  private static final Duration DAILY = Duration.ofDays(1);

  private final Database database;

  Scopes(Database database) {
    this.database = database;
  }

  /**
   * The effective time between two sweeps of a watch, where it differs from what {@link
   * #recordDiscovery} was given: stretched to fit the budget, or back.
   */
  public void setEffectiveInterval(String watch, Duration effective) {
    database.change("scopes", session -> WatchRows.interval(session, watch, effective));
  }

  /**
   * Takes over what a discovery found for one watch. New scopes are due at once. A known scope that
   * is not among them is {@code gone} after two complete discoveries missed it, at least ten
   * minutes (or an interval, if shorter) apart, and due no more until it is found again; a
   * discovery that is not complete removes nothing. A scope that another watch took first stays
   * there.
   *
   * @param found the scopes selected from this discovery
   */
  public void recordDiscovery(
      String watch,
      String credential,
      Discovery discovery,
      Collection<WatchedScope> found,
      Instant now) {
    database.change(
        "scopes",
        session ->
            WatchRows.recordDiscovery(
                session, watch, credential, discovery, List.copyOf(found), now));
  }

  /**
   * Keeps what the config still watches; of the rest every alert resolves as no longer watched, and
   * the scope is read no more. Watched again later it is a new baseline.
   *
   * @return the events that this inserted
   */
  public List<Event> retainWatched(Predicate<WatchedScope> watched, Policy policy, Instant now) {
    var events = new ArrayList<Event>();
    for (var row : database.read("scopes", ScopeRows::lists)) {
      if (!watched.test(row.requireWatched())) {
        events.addAll(
            database.write("scopes", session -> unwatch(session, row.id(), watched, policy, now)));
      }
    }
    return events;
  }

  /**
   * Takes from its watch every scope that it no longer holds, for another one to find.
   *
   * @return how many there were
   */
  public int releaseFromWatch(Predicate<WatchedScope> held) {
    var free =
        database.read("scopes", ScopeRows::lists).stream()
            .filter(row -> !held.test(row.requireWatched()))
            .toList();
    free.forEach(row -> database.change("scopes", session -> ScopeRows.release(session, row.id())));
    return free.size();
  }

  /**
   * Marks a watch as due: its discovery, then all its scopes. A scope that was never readable for
   * want of permission is due daily only.
   */
  public void due(String watch, Instant now) {
    database.change("scopes", session -> due(session, watch, now));
  }

  /** Whether a list is about to be read for the first time: what it holds is not known yet. */
  public boolean firstSweepUnderWay() {
    return database.read(
        "scopes",
        session ->
            session.any(
                "SELECT 1 FROM scope WHERE watched = 1 AND source IS NOT NULL AND baselined = 0"
                    + " AND attempted_at IS NULL AND due_at IS NOT NULL"));
  }

  /** When {@link #due(String, Instant)} last marked this watch; empty where it never did. */
  public Optional<Instant> lastDue(String watch) {
    return database.read(
        "scopes",
        session ->
            session.first(
                "SELECT last_due_at FROM watch WHERE name = ? AND last_due_at IS NOT NULL",
                ResultRow::instant,
                watch));
  }

  /** As {@link #due(String, Instant)}, also what was never permitted: somebody wants to know. */
  public void markAllDue(String watch, Instant now) {
    database.change(
        "scopes",
        session -> {
          due(session, watch, now);
          session.update(
              "UPDATE scope SET due_at = ? WHERE watch = ? AND watched = 1"
                  + " AND gone_since IS NULL AND source IS NOT NULL",
              now,
              watch);
        });
  }

  /** Whether the discovery of this watch is due; answered by {@link #recordDiscovery}. */
  public boolean discoveryDue(String watch) {
    return database.read(
        "scopes",
        session -> session.any("SELECT 1 FROM watch WHERE name = ? AND discovery_due = 1", watch));
  }

  /**
   * The scopes of a watch that are due: accounts' lists first, then those with a certificate
   * nearest to a rung, then those not read for longest.
   *
   * @param most how many at most
   */
  public List<WatchedScope> due(String watch, int most) {
    return database.read("scopes", session -> ScopeRows.due(session, watch, most));
  }

  /**
   * Marks as due what presses most of a watch: accounts' lists, and those with a certificate that
   * ends, or something to be decided, before these moments. What was never readable does not press.
   *
   * @param end of a certificate that is not over yet
   * @param rung or whatever else time alone decides next
   * @return their keys
   */
  public List<String> markUrgentDue(String watch, Instant end, Instant rung, Instant now) {
    return database.write(
        "scopes",
        session -> {
          var keys = ScopeRows.urgent(session, watch, end, rung, now);
          for (var key : keys) {
            ScopeRows.markDue(session, key, now);
          }
          return keys;
        });
  }

  /** How many scopes of a watch are due. */
  public int dueCount(String watch) {
    return database.read("scopes", session -> Math.toIntExact(dueCount(session, watch)));
  }

  /** How many lists of each zone of a watch are due, by the zone's id. */
  public Map<String, Integer> dueByZone(String watch) {
    return database.read("scopes", session -> ScopeRows.dueByZone(session, watch));
  }

  /**
   * The credentials that something has been due of since before this moment, while nothing of them
   * was tried after it: whoever reads them stands still.
   */
  public List<String> stalledCredentials(Instant since) {
    return database.read("scopes", session -> ScopeRows.stalledCredentials(session, since));
  }

  /** All watched scopes. */
  public List<WatchedScope> watched() {
    return database.read("scopes", ScopeRows::lists).stream()
        .map(ScopeRow::requireWatched)
        .toList();
  }

  /** How well each scope and each discovery can be read. */
  public List<Health> health() {
    return database.read("scopes", ScopeRows::all).stream().map(ScopeRow::health).toList();
  }

  /** Accounts that this credential sees, those with the most lists first. */
  public List<String> accountsOf(String credential) {
    return database.read(
        "scopes",
        session ->
            session.list(
                """
                SELECT account_id FROM scope
                WHERE watched = 1 AND source IS NOT NULL AND credential = ?
                GROUP BY account_id ORDER BY count(*) DESC, account_id
                """,
                ResultRow::text,
                credential));
  }

  private static void due(Session session, String watch, Instant now) throws SQLException {
    session.update(
        "INSERT INTO watch (name, discovery_due, last_due_at) VALUES (?, 1, ?)"
            + " ON CONFLICT (name) DO UPDATE"
            + " SET discovery_due = 1, last_due_at = excluded.last_due_at",
        watch,
        now);
    session.update(
        """
        UPDATE scope SET due_at = ?
        WHERE watch = ? AND watched = 1 AND gone_since IS NULL AND source IS NOT NULL
          AND NOT (complete_at IS NULL AND coalesce(fault, '') IN ('forbidden', 'http_4xx')
            AND attempted_at > ? AND attempted_at <= ?)
        """,
        now,
        watch,
        now.minus(DAILY),
        now);
  }

  private static long dueCount(Session session, String watch) throws SQLException {
    return session.number(
        "SELECT count(*) FROM scope WHERE watch = ? AND due_at IS NOT NULL AND watched = 1"
            + " AND source IS NOT NULL",
        watch);
  }

  private static List<Event> unwatch(
      Session session, long id, Predicate<WatchedScope> kept, Policy policy, Instant now)
      throws SQLException {
    var row = ScopeRows.get(session, id);
    if (!row.active() || kept.test(row.requireWatched())) { // found again since it was looked at
      return List.of();
    }
    var watched = row.requireWatched();
    var known = Readings.known(session, row, watched);
    var alerts = AlertRows.ofScope(session, watched.scope().key());
    var events = Readings.write(session, policy.unwatch(watched, known, alerts, now), now);
    CertificateVersionRows.unwatch(session, row, now);
    ScopeRows.unwatch(session, id);
    return events;
  }
}

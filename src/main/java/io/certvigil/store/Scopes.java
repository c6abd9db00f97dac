package io.certvigil.store;

import io.certvigil.model.Discovery;
import io.certvigil.model.PolicyState;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Event;
import io.certvigil.policy.Health;
import io.certvigil.policy.Policy;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.SourceHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The watched scopes and those that are due. Quartz only triggers; whether and how often a scope is
 * read follows from the stored due date.
 */
public final class Scopes {
  private static final Duration DAILY = Duration.ofDays(1);

  private static final String URGENT =
      """
      SELECT key FROM scope
      WHERE watch = ?1 AND watched = 1 AND gone_since IS NULL AND source IS NOT NULL
        AND complete_at IS NOT NULL
        AND (zone_id IS NULL OR next_at <= ?2 OR id IN
          (SELECT scope FROM certificate
           WHERE valid_to IS NULL AND not_after > ?3 AND not_after <= ?4))
      """;

  private static final String SOURCES =
      """
      SELECT source, count(*), count(attempted_at),
        sum(complete_at IS NOT NULL AND fault IS NULL), sum(complete_at IS NULL),
        min(complete_at), max(complete_at)
      FROM scope WHERE watched = 1 AND source IS NOT NULL GROUP BY source ORDER BY source
      """;

  /** Beside max() the other columns are those of its row. */
  private static final String DOUBTFUL =
      """
      SELECT credential FROM
        (SELECT credential, max(coalesce(attempted_at, watched_since)) AS last, interval,
          attempted_at IS NOT NULL AND fault IS NULL AND source IS NOT NULL
            AND key NOT GLOB '*/user/*' AS reads
        FROM scope WHERE watched = 1 AND gone_since IS NULL GROUP BY credential)
      WHERE NOT reads OR last + interval * 5 / 2 < ? ORDER BY credential
      """;

  private final Database database;

  /**
   * What a watch selects, as text that differs if it selects something else.
   *
   * @param lists the accounts, zones and sources
   * @param labels the labels of the selected lists
   */
  public record WatchSelection(String lists, String labels) {}

  Scopes(Database database) {
    this.database = database;
  }

  /**
   * Stores the effective time between two sweeps of a watch, if it differs from the one that {@link
   * #recordDiscovery} was given: longer to fit the request budget, or normal again.
   */
  public void setEffectiveInterval(String watch, Duration effective, Instant now) {
    database.change(
        "scopes",
        session -> {
          ScopeRows.updateInterval(session, "watch = ?2", effective, watch, now);
          ScopeRows.discoveryKey(session, watch)
              .ifPresent(key -> ScopeRows.updateInterval(session, "key = ?2", effective, key, now));
        });
  }

  /**
   * Stores the result of a discovery for one watch. New scopes are due at once. A known scope that
   * is not in the result is {@code gone} after two complete discoveries missed it, at least ten
   * minutes (or an interval, if shorter) apart; it is then not due until it is found again. An
   * incomplete discovery removes nothing. A scope that belongs to another watch stays there.
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
   * Stores the policies of a credential. If they changed, or can no longer be read, the next
   * complete reading of each of its scopes is a new baseline, in which absence proves nothing.
   * While it is unknown whether they changed, absence proves nothing either.
   *
   * @return the inserted events
   */
  public List<Event> recordPolicies(String credential, PolicyState policies, Instant now) {
    boolean same =
        database.read("scopes", session -> PolicyRows.isStored(session, credential, policies));
    return same
        ? List.of()
        : database.write(
            "scopes", session -> PolicyRows.record(session, credential, policies, now));
  }

  /**
   * Stops watching the scopes that the config no longer watches: their alerts are resolved as
   * unwatched, and they are not read again. A scope that is watched again later starts with a new
   * baseline.
   *
   * @return the inserted events
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
   * Removes scopes from a watch that no longer selects them, so that another watch can find them.
   *
   * @return how many scopes were removed
   */
  public int releaseFromWatch(Predicate<WatchedScope> held) {
    var free =
        database.read("scopes", ScopeRows::lists).stream()
            .filter(row -> !held.test(row.requireWatched()))
            .toList();
    free.forEach(
        row ->
            database.update(
                "scopes", "UPDATE scope SET watch = '', due_at = NULL WHERE id = ?", row.id()));
    return free.size();
  }

  /**
   * Marks a watch as due: its discovery, then all its scopes. A scope that was never readable
   * because of missing permission or plan ({@link Health#neverPermitted}) is due once a day only.
   */
  public void due(String watch, Instant now) {
    database.change("scopes", session -> due(session, watch, now));
  }

  /** Whether a list is due for its first reading, so that its content is not known yet. */
  public boolean firstSweepUnderWay() {
    return database.any(
        "scopes",
        "SELECT 1 FROM scope WHERE watched = 1 AND source IS NOT NULL AND baselined = 0"
            + " AND attempted_at IS NULL AND due_at IS NOT NULL");
  }

  /** When {@link #due(String, Instant)} last marked this watch; empty if it never did. */
  public Optional<Instant> lastDue(String watch) {
    return database.first(
        "scopes",
        "SELECT last_due_at FROM watch WHERE name = ? AND last_due_at IS NOT NULL",
        ResultRow::instant,
        watch);
  }

  /**
   * As {@link #due(String, Instant)}, including scopes without permission, for a sweep that an
   * operator requested.
   */
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

  /** Whether the discovery of this watch is due; reset by {@link #recordDiscovery}. */
  public boolean discoveryDue(String watch) {
    return database.any(
        "scopes", "SELECT 1 FROM watch WHERE name = ? AND discovery_due = 1", watch);
  }

  /**
   * The due scopes of a watch: account lists first, then those with a certificate nearest to a
   * rung, then those not read for longest.
   *
   * @param most the maximum number
   */
  public List<WatchedScope> due(String watch, int most) {
    return database.list(
        "scopes",
        ScopeRows.SELECT
            + """
            WHERE watch = ? AND due_at IS NOT NULL AND watched = 1 AND source IS NOT NULL
            ORDER BY zone_id IS NOT NULL, next_at IS NULL, next_at, complete_at, key
            LIMIT ?
            """,
        row -> ScopeRows.fromRow(row).requireWatched(),
        watch,
        most);
  }

  /**
   * Marks the most urgent lists of a watch as due: account lists, and lists with a certificate that
   * expires, or with a decision that is due, before these moments. Lists that were never readable
   * are left out.
   *
   * @param end the latest expiry of a certificate that has not expired yet
   * @param rung the latest time of the next decision by time alone, such as a rung
   * @return the keys of the lists
   */
  public List<String> markUrgentDue(String watch, Instant end, Instant rung, Instant now) {
    return database.write(
        "scopes",
        session -> {
          var keys = session.list(URGENT, ResultRow::text, watch, rung, now, end);
          for (var key : keys) {
            session.update("UPDATE scope SET due_at = ? WHERE key = ?", now, key);
          }
          return keys;
        });
  }

  /** How many scopes of a watch are due. */
  public int dueCount(String watch) {
    return database.read(
        "scopes",
        session ->
            Math.toIntExact(
                session.number(
                    "SELECT count(*) FROM scope WHERE watch = ? AND due_at IS NOT NULL"
                        + " AND watched = 1 AND source IS NOT NULL",
                    watch)));
  }

  /**
   * The credentials with a scope that was due before this moment but with no attempt after it, so
   * their sweeps are stalled. A long sweep leaves scopes due for long but still makes attempts.
   */
  public List<String> stalledCredentials(Instant since) {
    return database.list(
        "scopes",
        """
        SELECT DISTINCT s.credential FROM scope s
        WHERE s.watched = 1 AND s.due_at IS NOT NULL AND s.due_at <= ?1 AND NOT EXISTS
          (SELECT 1 FROM scope t WHERE t.credential = s.credential AND t.attempted_at > ?1)
        """,
        ResultRow::text,
        since);
  }

  /** All watched scopes. */
  public List<WatchedScope> watched() {
    return database.read("scopes", ScopeRows::lists).stream()
        .map(ScopeRow::requireWatched)
        .toList();
  }

  /** When a list was last read completely; empty if none ever was. */
  public Optional<Instant> lastRead() {
    return database.first(
        "scopes",
        "SELECT max(complete_at) FROM scope WHERE watched = 1 AND source IS NOT NULL"
            + " HAVING max(complete_at) IS NOT NULL",
        ResultRow::instant);
  }

  /** The health of each scope and each discovery: whether and since when it can be read. */
  public List<Health> health() {
    return database.read("scopes", ScopeRows::all).stream().map(ScopeRow::health).toList();
  }

  /** The same of those that were not read completely at the last attempt, or that are gone. */
  public List<Health> troubled() {
    return database.read("scopes", ScopeRows::troubled).stream().map(ScopeRow::health).toList();
  }

  /**
   * The same of the credentials that may read nothing any more. Left out is a credential whose last
   * attempt read a list of a zone or an account, not long ago: it reads something, however many
   * other lists it has.
   */
  public List<Health> ofDoubtfulCredentials(Instant now) {
    return database.read(
        "scopes",
        session ->
            session.list(DOUBTFUL, ResultRow::text, now).stream()
                .flatMap(credential -> ScopeRows.ofCredential(session, credential).stream())
                .map(ScopeRow::health)
                .toList());
  }

  /** How the lists of each source are read, in the order of their words. */
  public List<SourceHealth> sources() {
    return database.list("scopes", SOURCES, Scopes::source).stream()
        .filter(one -> Source.of(one.source()).isPresent())
        .toList();
  }

  private static SourceHealth source(ResultRow row) {
    return new SourceHealth(
        row.text(),
        row.integer(),
        row.integer(),
        row.integer(),
        row.integer(),
        row.instantOrNull(),
        row.instantOrNull());
  }

  /** The ids of the accounts visible to this credential, those with the most lists first. */
  public List<String> accountsOf(String credential) {
    return database.list(
        "scopes",
        """
        SELECT account_id FROM scope
        WHERE watched = 1 AND source IS NOT NULL AND credential = ?
        GROUP BY account_id ORDER BY count(*) DESC, account_id
        """,
        ResultRow::text,
        credential);
  }

  static void due(Session session, String watch, Instant now) {
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
          AND NOT (complete_at IS NULL AND coalesce(fault, '') = 'forbidden'
            AND attempted_at - coalesce(failing_since, attempted_at) >= ?
            AND attempted_at > ? AND attempted_at <= ?)
        """,
        now,
        watch,
        Health.DENIED_AT_LEAST,
        now.minus(DAILY),
        now);
  }

  private static List<Event> unwatch(
      Session session, long id, Predicate<WatchedScope> kept, Policy policy, Instant now) {
    var row = ScopeRows.get(session, id);
    if (!row.active() || kept.test(row.requireWatched())) { // found again since the query
      return List.of();
    }
    var watched = row.requireWatched();
    var known = Readings.known(session, row, watched);
    var alerts = AlertRows.ofScope(session, watched.scope().key());
    var events =
        new ArrayList<>(Readings.write(session, policy.unwatch(watched, known, alerts, now), now));
    events.addAll(Conditions.unwatch(session, watched, now));
    CertificateVersionRows.unwatch(session, row, now);
    ScopeRows.unwatch(session, id);
    return events;
  }
}

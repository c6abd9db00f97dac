package io.certvigil.store;

import io.certvigil.diff.Change;
import io.certvigil.diff.ConditionBook;
import io.certvigil.diff.Diff;
import io.certvigil.diff.KnownCertificate;
import io.certvigil.diff.KnownScope;
import io.certvigil.model.Reading;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Alert;
import io.certvigil.policy.ConditionCase;
import io.certvigil.policy.DaemonHealth;
import io.certvigil.policy.Decision;
import io.certvigil.policy.Event;
import io.certvigil.policy.Policy;
import io.certvigil.store.failure.CrashPoint;
import io.certvigil.store.failure.StoreException;
import io.certvigil.store.sqlite.CanonicalText;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.ScopeRanges;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.zone.RecreatedZone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits readings: compare, decide and write in one transaction. */
public final class Readings {
  private static final String DUE =
      "SELECT id FROM scope WHERE watched = 1 AND next_at <= ? ORDER BY next_at";
  private static final String DUE_BY_EXPIRY =
      """
      SELECT s.id FROM scope s LEFT JOIN
        (SELECT scope, min(not_after) AS end FROM certificate
          WHERE valid_to IS NULL AND not_after > ?2 AND not_after <= ?3 GROUP BY scope) c
        ON c.scope = s.id
      WHERE s.watched = 1 AND s.next_at <= ?1
      ORDER BY c.end IS NULL, c.end, s.next_at, s.id
      """;

  /** So many are decided within a second, in whatever order. */
  private static final int FEW = 100;

  private static final Duration URGENT_SINCE = Duration.ofDays(1);
  private static final Duration SOON = Duration.ofDays(90);
  private static final Logger log = LoggerFactory.getLogger(Readings.class);

  private final Database database;
  private final Retention retention;

  Readings(Database database, StoreSettings settings) {
    this.database = database;
    this.retention = new Retention(database, settings);
  }

  /**
   * Commits a reading: versions, changes, alert states and events, and marks the scope as no longer
   * due. A reading without changes adds no row but extends the last reading row of the scope. A
   * scope that the config stopped watching during the reading is not changed.
   */
  public CommittedScope commit(WatchedScope watched, Reading reading, Policy policy, Instant now) {
    CrashPoint.reached("commit.before");
    var storable = CanonicalText.storable(reading);
    var committed =
        database.write("commit", session -> commit(session, watched, storable, policy, now));
    CrashPoint.reached("commit.after");
    return committed;
  }

  /**
   * The lists whose next decision is due, the most urgent first. Of a few that is the one that is
   * due longest; of many, as after a change of the alert steps, the one with the next expiry.
   */
  public List<Long> due(Instant now) {
    var due = database.list("decide", DUE, ResultRow::number, now);
    return due.size() <= FEW
        ? due
        : database.list(
            "decide",
            DUE_BY_EXPIRY,
            ResultRow::number,
            now,
            now.minus(URGENT_SINCE),
            now.plus(SOON));
  }

  /**
   * Decides again, from the stored data, in one transaction for the list. If that fails it stays
   * due.
   *
   * @throws StoreException if the decision of any other list would fail too
   */
  public void decideAgain(
      long list, Policy policy, Instant now, Consumer<CommittedScope> consumer) {
    try {
      database.write("decide", session -> decide(session, list, policy, now)).ifPresent(consumer);
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("scope", list)
          .setCause(e)
          .log("alert decision of scope failed; retrying every minute");
    }
  }

  /**
   * Decides about unreadable scopes; returns the events it inserted.
   *
   * @param runningSince since when this daemon has been sweeping; a gap in the readings before that
   *     is not a fault of the source
   */
  public List<Event> decideHealth(Policy policy, Instant runningSince, Instant now) {
    var ahead =
        database.read("health", session -> healthDecision(session, policy, runningSince, now));
    if (isEmpty(ahead)) {
      return List.of();
    }
    return database.write(
        "health",
        session -> write(session, healthDecision(session, policy, runningSince, now), now));
  }

  /**
   * Decides about the daemon itself; returns the events it inserted. Writes nothing if the decision
   * is empty.
   */
  public List<Event> decideSelf(Policy policy, DaemonHealth self, Instant now) {
    var ahead = database.read("health", session -> selfDecision(session, policy, self, now));
    if (ahead.alerts().isEmpty() && ahead.events().isEmpty()) {
      return List.of();
    }
    return database.write(
        "health", session -> write(session, selfDecision(session, policy, self, now), now));
  }

  /**
   * Passes the current state of every watched scope to the consumer. Several are read at once, but
   * not more than a few thousand certificates, so that memory use stays constant.
   */
  public void forEachScope(Consumer<CommittedScope> consumer) {
    for (var range : ScopeRanges.of(database)) {
      database
          .read("query", session -> current(session, range.first(), range.last()))
          .forEach(consumer);
    }
  }

  /**
   * Deletes data older than the retention: old versions, readings, events whose deliveries are all
   * closed, closed deliveries, attempts, and certificates absent for that long. Firing alerts and
   * undelivered events stay. Works in small transactions so that other writes are not held up.
   */
  public void applyRetention(Instant now) {
    retention.run(now);
  }

  private static CommittedScope commit(
      Session session, WatchedScope watched, Reading reading, Policy policy, Instant now) {
    var row = findOrInsert(session, watched, now);
    var stored = known(session, row, watched);
    if (!row.active()) {
      return committed(session, row, watched, stored, List.of(), List.of());
    }
    var known =
        reading instanceof Reading.Complete complete
            ? asVisible(session, row, stored, complete, now)
            : stored;
    var changes = Diff.between(known, reading, now);
    RecreatedZone.takeOver(session, watched.scope(), changes, now);
    var after = known.updated(changes, reading, now);
    Conditions.record(
        session, after, reading, missing(session, row, known.baselined(), after), now);
    var alerts = AlertRows.ofScope(session, watched.scope().key());
    // A failed reading proves nothing, not even that the clock is right, so the decision is left to
    // the next minute.
    var decision =
        reading instanceof Reading.Failed
            ? Decision.NONE
            : decision(session, policy, watched, after, changes, alerts, now);
    CertificateVersionRows.write(
        session, row.id(), stored.withBaseline(known.baselined()), after, now);
    var events = new ArrayList<>(write(session, decision, now));
    if (!(reading instanceof Reading.Failed)) {
      events.addAll(Conditions.ofZone(session, watched, now));
    }
    ScopeRows.recordAttempt(session, row, reading, decision.nextAt(), now);
    ReadingRows.write(session, row, reading, changes.isEmpty(), now);
    return committed(session, ScopeRows.get(session, row.id()), watched, after, changes, events);
  }

  /** Decides the certificates of a list and its conditions. */
  private static Decision decision(
      Session session,
      Policy policy,
      WatchedScope watched,
      KnownScope known,
      List<Change> changes,
      List<Alert> alerts,
      Instant now) {
    var certificates = policy.decide(watched, known, changes, alerts, now);
    return (certificates.events().isEmpty()
            ? certificates
            : ConditionCase.withZone(certificates, Conditions.zone(session, watched)))
        .plus(Conditions.decide(session, watched, alerts, now));
  }

  /**
   * What it means that a complete reading lacks something.
   *
   * @param continued whether it continues the view of earlier readings
   */
  private static ConditionBook.Missing missing(
      Session session, ScopeRow row, boolean continued, KnownScope after) {
    if (!continued) {
      return ConditionBook.Missing.HIDDEN;
    }
    boolean doubtful =
        !after.missingInMassLoss().isEmpty()
            || PolicyRows.isDoubtful(session, row.requireWatched().credential());
    return doubtful ? ConditionBook.Missing.UNKNOWN : ConditionBook.Missing.MAY_BE_REMOVED;
  }

  /** What is known, as far as the policies of the credential let this reading contradict it. */
  private static KnownScope asVisible(
      Session session, ScopeRow row, KnownScope stored, Reading.Complete reading, Instant now) {
    if (PolicyRows.takeNewView(session, row.health().key())) {
      return stored.inNewView(reading, now);
    }
    return stored.hasMissing() && PolicyRows.isDoubtful(session, row.requireWatched().credential())
        ? stored.withMissingSince(now)
        : stored;
  }

  private static ScopeRow findOrInsert(Session session, WatchedScope watched, Instant now) {
    var key = watched.scope().key();
    var row = ScopeRows.find(session, key);
    if (row.isEmpty()) {
      ScopeRows.insert(session, watched, now);
    }
    return row.isPresent() ? row.get() : ScopeRows.find(session, key).orElseThrow();
  }

  private static Optional<CommittedScope> decide(
      Session session, long id, Policy policy, Instant now) {
    var row = ScopeRows.get(session, id);
    if (!row.active() || row.watched() == null) {
      return Optional.empty();
    }
    var watched = row.requireWatched();
    var known = known(session, row, watched);
    var alerts = AlertRows.ofScope(session, watched.scope().key());
    var decision = decision(session, policy, watched, known, List.of(), alerts, now);
    var events = write(session, decision, now);
    ScopeRows.updateNextAt(session, id, decision.nextAt());
    return Optional.of(committed(session, row, watched, known, List.of(), events));
  }

  private static List<CommittedScope> current(Session session, long first, long last) {
    var rows = ScopeRows.lists(session, first, last);
    var items = CertificateVersionRows.items(session, rows, first, last);
    var firing = AlertRows.firing(session, first, last);
    return rows.stream()
        .map(
            row -> {
              var watched = row.requireWatched();
              var known = known(row, watched, items.getOrDefault(row.id(), Map.of()));
              var alerts = firing.getOrDefault(watched.scope().key(), List.of());
              return committed(session, row, watched, known, List.of(), alerts, List.of());
            })
        .toList();
  }

  static KnownScope known(Session session, ScopeRow row, WatchedScope watched) {
    return known(row, watched, CertificateVersionRows.items(session, row));
  }

  private static KnownScope known(
      ScopeRow row, WatchedScope watched, Map<String, KnownCertificate> items) {
    return new KnownScope(watched.scope(), row.baselined(), watched.interval(), items);
  }

  /** Returns the events that were not stored yet. */
  static List<Event> write(Session session, Decision decision, Instant now) {
    AlertRows.write(session, decision.alerts(), now);
    return EventRows.insert(session, decision.events());
  }

  private static CommittedScope committed(
      Session session,
      ScopeRow row,
      WatchedScope watched,
      KnownScope known,
      List<Change> changes,
      List<Event> events) {
    var firing =
        AlertRows.ofScope(session, watched.scope().key()).stream().filter(Alert::firing).toList();
    return committed(session, row, watched, known, changes, firing, events);
  }

  private static CommittedScope committed(
      Session session,
      ScopeRow row,
      WatchedScope watched,
      KnownScope known,
      List<Change> changes,
      List<Alert> firing,
      List<Event> events) {
    return new CommittedScope(
        session.transactionNumber(),
        watched,
        row.health(),
        known,
        row.items(),
        row.expected(),
        changes,
        firing,
        events);
  }

  private static Decision selfDecision(
      Session session, Policy policy, DaemonHealth self, Instant now) {
    return policy.decideDaemonHealth(self, AlertRows.self(session), now);
  }

  private static Policy.HealthDecision healthDecision(
      Session session, Policy policy, Instant runningSince, Instant now) {
    var scopes =
        ScopeRows.all(session).stream()
            .map(row -> row.health().sinceDaemonStart(runningSince))
            .toList();
    return policy.decideHealth(scopes, AlertRows.unreadable(session), now);
  }

  private static boolean isEmpty(Policy.HealthDecision decision) {
    return decision.alerts().isEmpty()
        && decision.events().isEmpty()
        && decision.alertKeys().isEmpty()
        && decision.cleared().isEmpty();
  }

  private static List<Event> write(Session session, Policy.HealthDecision decision, Instant now) {
    AlertRows.write(session, decision.alerts(), now);
    for (var key : decision.cleared()) {
      session.update("UPDATE scope SET told_under = NULL WHERE key = ?", key);
    }
    for (var told : decision.alertKeys().entrySet()) {
      session.update(
          "UPDATE scope SET told_under = ? WHERE key = ?", told.getValue(), told.getKey());
    }
    return EventRows.insert(session, decision.events());
  }
}

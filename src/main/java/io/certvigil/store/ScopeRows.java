package io.certvigil.store;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.Zone;
import io.certvigil.policy.Health;
import io.certvigil.store.sqlite.CanonicalText;
import io.certvigil.store.sqlite.MetaTable;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code scope}: the watched lists and discoveries, and whether they can be read. */
final class ScopeRows {
  static final String SELECT =
      """
      SELECT id, key, source, account_id, account_name, zone_id, zone_name, credential, watch,
        interval, labels,
        (SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'interval of ' ||
          CASE WHEN source IS NULL THEN key ELSE watch END),
        watched_since, attempted_at, complete_at, fault, detail, failing_since,
        failures, gone_since, told_under, watched, baselined, items, expected, reading
      FROM scope
      """;

  private static final String DISCOVERY = "discovery/";

  private ScopeRows() {}

  static Optional<ScopeRow> find(Session session, String key) {
    return session.first(SELECT + "WHERE key = ?", ScopeRows::fromRow, key);
  }

  static ScopeRow get(Session session, long id) {
    return session
        .first(SELECT + "WHERE id = ?", ScopeRows::fromRow, id)
        .orElseThrow(() -> new IllegalStateException("no scope " + id));
  }

  /** The list with this row id, watched or not; empty for a discovery. */
  static Optional<ScopeRow> list(Session session, long id) {
    return session.first(SELECT + "WHERE id = ? AND source IS NOT NULL", ScopeRows::fromRow, id);
  }

  /** The watched lists in this range of row ids. */
  static List<ScopeRow> lists(Session session, long first, long last) {
    return session.list(
        SELECT + "WHERE watched = 1 AND source IS NOT NULL AND id BETWEEN ? AND ? ORDER BY id",
        ScopeRows::fromRow,
        first,
        last);
  }

  /** The watched lists, without discoveries. */
  static List<ScopeRow> lists(Session session) {
    return session.list(
        SELECT + "WHERE watched = 1 AND source IS NOT NULL ORDER BY id", ScopeRows::fromRow);
  }

  /** All lists, including those that are no longer watched. */
  static List<ScopeRow> allLists(Session session) {
    return session.list(SELECT + "WHERE source IS NOT NULL ORDER BY id", ScopeRows::fromRow);
  }

  static List<ScopeRow> all(Session session) {
    return session.list(SELECT + "WHERE watched = 1 ORDER BY id", ScopeRows::fromRow);
  }

  /** Those that were not read completely at the last attempt, or that are gone. */
  static List<ScopeRow> troubled(Session session) {
    return session.list(
        SELECT + "WHERE watched = 1 AND (fault IS NOT NULL OR gone_since IS NOT NULL) ORDER BY id",
        ScopeRows::fromRow);
  }

  static List<ScopeRow> ofCredential(Session session, String credential) {
    return session.list(
        SELECT + "WHERE watched = 1 AND credential = ? ORDER BY id",
        ScopeRows::fromRow,
        credential);
  }

  static void insert(Session session, WatchedScope watched, Instant now) {
    var scope = watched.scope();
    var zone = scope.zone();
    session.update(
        """
        INSERT INTO scope (key, source, account_id, account_name, zone_id, zone_name, credential,
          watch, interval, labels, watched, watched_since, due_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
        """,
        scope.key(),
        scope.source().word(),
        scope.account().id(),
        scope.account().name(),
        zone == null ? null : zone.id(),
        zone == null ? null : zone.name(),
        watched.credential(),
        watched.watch(),
        watched.interval(),
        CanonicalText.map(watched.labels()),
        now,
        now);
  }

  /**
   * Updates names, credential, interval and labels. The scope was found, so it is no longer marked
   * as missed or gone. A name or an account that is unknown to this discovery stays as it was.
   */
  static void refresh(Session session, long id, WatchedScope watched, Instant now) {
    var scope = watched.scope();
    var zone = scope.zone();
    session.update(
        """
        UPDATE scope SET
          account_name = CASE
            WHEN ?1 = ?3 OR (?1 = ?2 AND account_id = ?1) THEN account_name ELSE ?2 END,
          account_id = CASE WHEN ?1 = ?3 THEN account_id ELSE ?1 END,
          zone_name = CASE WHEN ?4 = zone_id THEN zone_name ELSE ?4 END,
          credential = ?5,
          due_at = CASE WHEN gone_since IS NULL AND watch = ?6 THEN due_at ELSE ?7 END,
          watch = ?6, interval = ?8, labels = ?9, missed_at = NULL, gone_since = NULL
        WHERE id = ?10
        """,
        scope.account().id(),
        scope.account().name(),
        Zone.NO_ACCOUNT.id(),
        zone == null ? null : zone.name(),
        watched.credential(),
        watched.watch(),
        now,
        watched.interval(),
        CanonicalText.map(watched.labels()),
        id);
  }

  /** Resets a scope that is watched again: its earlier state says nothing about its current one. */
  static void watchAgain(Session session, long id, Instant now) {
    session.update(
        """
        UPDATE scope SET watched = 1, watched_since = ?, due_at = ?, baselined = 0,
          attempted_at = NULL, complete_at = NULL, fault = NULL, detail = NULL,
          failing_since = NULL, failures = 0, missed_at = NULL, gone_since = NULL,
          told_under = NULL, items = 0, expected = 0, next_at = NULL
        WHERE id = ?
        """,
        now,
        now,
        id);
  }

  static void unwatch(Session session, long id) {
    session.update(
        "UPDATE scope SET watched = 0, due_at = NULL, next_at = NULL, told_under = NULL"
            + " WHERE id = ?",
        id);
  }

  /** Records the result of a reading; the scope is no longer due. */
  static void recordAttempt(
      Session session, ScopeRow row, Reading reading, @Nullable Instant nextAt, Instant now) {
    switch (reading) {
      case Reading.Complete complete -> {
        int items = complete.certificates().size();
        recordSuccess(session, row.id(), now);
        updateSize(session, row.id(), items, items);
      }
      case Reading.Partial partial -> {
        recordFailure(session, row, partial.fault(), now);
        updateSize(session, row.id(), partial.seen().size(), partial.expected());
      }
      case Reading.Failed failed -> recordFailure(session, row, failed.fault(), now);
    }
    session.update("UPDATE scope SET due_at = NULL WHERE id = ?", row.id());
    if (!(reading instanceof Reading.Failed)) {
      updateNextAt(session, row.id(), nextAt);
    }
  }

  /** Makes every scope due for a new decision if these rules differ from the stored ones. */
  static void updateRules(Session session, String rules) {
    int changed =
        session.update(
            "INSERT INTO meta VALUES ('rules', ?) ON CONFLICT DO UPDATE"
                + " SET value = excluded.value WHERE value IS NOT excluded.value",
            rules);
    if (changed > 0) {
      session.update("UPDATE scope SET next_at = 0 WHERE watched = 1 AND source IS NOT NULL");
    }
  }

  static void updateNextAt(Session session, long id, @Nullable Instant nextAt) {
    session.update(
        "UPDATE scope SET next_at = ? WHERE id = ? AND next_at IS NOT ?", nextAt, id, nextAt);
  }

  static void recordSuccess(Session session, long id, Instant now) {
    session.update(
        """
        UPDATE scope SET attempted_at = ?, complete_at = ?, fault = NULL, detail = NULL,
          failing_since = NULL, failures = 0, baselined = 1
        WHERE id = ?
        """,
        now,
        now,
        id);
  }

  static void recordFailure(Session session, ScopeRow row, Fault fault, Instant now) {
    var before = row.health().fault();
    boolean same = before != null && before.reason() == fault.reason();
    session.update(
        """
        UPDATE scope SET attempted_at = ?, fault = ?, detail = ?,
          failing_since = CASE WHEN ? THEN coalesce(failing_since, ?) ELSE ? END,
          failures = failures + 1
        WHERE id = ?
        """,
        now,
        fault.reason().word(),
        fault.detail(),
        same,
        now,
        now,
        row.id());
  }

  private static void updateSize(Session session, long id, int items, int expected) {
    session.update("UPDATE scope SET items = ?, expected = ? WHERE id = ?", items, expected, id);
  }

  /**
   * Sets the interval of the lists of a watch, or of the discovery with this key. The moment is
   * stored if it is so much shorter that lists which are not late would count as stale at once.
   *
   * @param condition SQL condition with the parameters interval and key
   */
  static void updateInterval(
      Session session, String condition, Duration interval, String key, Instant now) {
    boolean shorter =
        session.any("SELECT 1 FROM scope WHERE interval > 2 * ?1 AND " + condition, interval, key);
    if (shorter) {
      MetaTable.put(session, "interval of " + key, now);
    }
    session.update(
        "UPDATE scope SET interval = ?1 WHERE interval <> ?1 AND " + condition, interval, key);
  }

  static Optional<String> discoveryKey(Session session, String watch) {
    return session.first(
        "SELECT ? || credential FROM watch WHERE name = ? AND credential IS NOT NULL",
        ResultRow::text,
        DISCOVERY,
        watch);
  }

  /** The row of a credential's discovery; inserted if it is missing. */
  static ScopeRow discovery(Session session, String credential, Duration interval, Instant now) {
    session.update(
        """
        INSERT INTO scope (key, credential, watch, interval, watched, watched_since)
        VALUES (?, ?, '', ?, 1, ?)
        ON CONFLICT (key) DO UPDATE SET interval = excluded.interval, watched = 1
        """,
        DISCOVERY + credential,
        credential,
        interval,
        now);
    return discovery(session, credential).orElseThrow();
  }

  static Optional<ScopeRow> discovery(Session session, String credential) {
    return find(session, DISCOVERY + credential);
  }

  static ScopeRow fromRow(ResultRow row) {
    long id = row.number();
    var key = row.text();
    var scope = scope(row);
    var credential = row.text();
    var watch = row.text();
    var interval = row.duration();
    var labels = CanonicalText.map(row.textOrNull());
    var health = health(row, key, scope, credential, interval);
    var watched =
        scope == null ? null : new WatchedScope(scope, credential, watch, interval, labels);
    return new ScopeRow(
        id, health, watched, row.flag(), row.flag(), row.integer(), row.integer(), row.number());
  }

  private static @Nullable Scope scope(ResultRow row) {
    var source = Source.of(row.text());
    var accountId = row.text();
    var accountName = row.text();
    var zoneId = row.textOrNull();
    var zoneName = row.text();
    if (source.isEmpty()) {
      return null;
    }
    var account = new ResourceRef(accountId, accountName);
    return new Scope(
        source.get(), account, zoneId == null ? null : new ResourceRef(zoneId, zoneName));
  }

  private static Health health(
      ResultRow row, String key, @Nullable Scope scope, String credential, Duration interval) {
    return new Health(
        key,
        scope == null ? "the zones of credential " + credential : scope.toString(),
        credential,
        scope == null ? null : scope.source(),
        interval,
        row.instantOrNull(),
        row.instant(),
        row.instantOrNull(),
        row.instantOrNull(),
        fault(row.textOrNull(), row.text()),
        row.instantOrNull(),
        row.integer(),
        row.instantOrNull(),
        row.textOrNull());
  }

  private static @Nullable Fault fault(@Nullable String reason, String detail) {
    return reason == null
        ? null
        : new Fault(FaultReason.valueOf(reason.toUpperCase(Locale.ROOT)), detail);
  }
}

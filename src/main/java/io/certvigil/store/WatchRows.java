package io.certvigil.store;

import io.certvigil.model.Discovery;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.WatchedScope;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Table {@code watch}, and the effect of a discovery on the scopes of its watch. */
final class WatchRows {
  private static final Duration MIN_TIME_BETWEEN_MISSES = Duration.ofMinutes(10);
  private static final Duration DEFAULT_INTERVAL = Duration.ofHours(1);

  /** Prefixes of the names in table {@code meta}: what each watch selects. */
  private static final String LISTS = "lists of ";

  private static final String LABELS = "labels of ";

  private WatchRows() {}

  static void retainOnly(Session session, List<String> names) {
    for (int position = 0; position < names.size(); position++) {
      session.update(
          "INSERT INTO watch (name, position) VALUES (?, ?)"
              + " ON CONFLICT (name) DO UPDATE SET position = excluded.position",
          names.get(position),
          position);
    }
    for (var name : session.list("SELECT name FROM watch", ResultRow::text)) {
      if (!names.contains(name)) {
        session.update("DELETE FROM watch WHERE name = ?", name);
        session.update("DELETE FROM meta WHERE name IN (?, ?)", LISTS + name, LABELS + name);
      }
    }
    // Due scopes of a removed watch would stay due for ever, because no sweep reads them.
    session.update(
        "UPDATE scope SET due_at = NULL"
            + " WHERE due_at IS NOT NULL AND watch NOT IN (SELECT name FROM watch)");
    session.update(
        """
        UPDATE scope SET watched = 0, told_under = NULL
        WHERE source IS NULL AND watched = 1 AND credential NOT IN
          (SELECT credential FROM watch WHERE credential IS NOT NULL)
        """);
  }

  /**
   * Stores what a watch selects. If it differs, the next sweep must not wait for the interval: the
   * discovery is due until it succeeds, and then finds what is new; a list that is known is only
   * read again if its labels changed. Nothing is due for a watch that never was, because its first
   * sweep is due anyway.
   */
  static void select(Session session, String watch, Scopes.WatchSelection selection, Instant now) {
    boolean lists = replace(session, LISTS + watch, selection.lists());
    boolean labels = replace(session, LABELS + watch, selection.labels());
    boolean known =
        session.any("SELECT 1 FROM watch WHERE name = ? AND last_due_at IS NOT NULL", watch);
    if (!known || !(lists || labels)) {
      return;
    }
    if (labels) {
      Scopes.due(session, watch, now);
    }
    session.update("UPDATE watch SET discovery_due = 1, discovered = 0 WHERE name = ?", watch);
  }

  /** Returns whether the value was another one, or unknown. */
  private static boolean replace(Session session, String name, String value) {
    return session.update(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
                + " WHERE value <> excluded.value",
            name,
            value)
        > 0;
  }

  static void recordDiscovery(
      Session session,
      String watch,
      String credential,
      Discovery discovery,
      List<WatchedScope> found,
      Instant now) {
    session.update(
        """
        INSERT INTO watch (name, credential, discovery_due) VALUES (?, ?, 0)
        ON CONFLICT (name) DO UPDATE SET credential = excluded.credential, discovery_due = 0
        """,
        watch,
        credential);
    recordAttempt(session, credential, discovery, found, now);
    keepDueIfUnknown(session, watch, discovery);
    for (var each : found) {
      assign(session, each, now);
    }
    Conditions.recordZones(session, discovery.zones(), found, discovery.complete(), now);
    if (discovery.complete()) {
      markMissing(session, watch, discovery, found, now);
    }
  }

  private static void recordAttempt(
      Session session,
      String credential,
      Discovery discovery,
      List<WatchedScope> found,
      Instant now) {
    var row = ScopeRows.discovery(session, credential, interval(session, credential, found), now);
    var fault = discovery.failure();
    if (fault.isPresent()) {
      ScopeRows.recordFailure(session, row, fault.get(), now);
    } else {
      ScopeRows.recordSuccess(session, row.id(), now);
    }
  }

  /**
   * A first discovery that is incomplete stays due, so that it is repeated before the next sweep.
   */
  private static void keepDueIfUnknown(Session session, String watch, Discovery discovery) {
    session.update(
        discovery.complete()
            ? "UPDATE watch SET discovered = 1 WHERE name = ?"
            : "UPDATE watch SET discovery_due = 1 WHERE name = ? AND discovered = 0",
        watch);
  }

  private static Duration interval(Session session, String credential, List<WatchedScope> found) {
    if (!found.isEmpty()) {
      return found.getFirst().interval();
    }
    return ScopeRows.discovery(session, credential)
        .map(row -> row.health().interval())
        .orElse(DEFAULT_INTERVAL);
  }

  private static void assign(Session session, WatchedScope found, Instant now) {
    var row = ScopeRows.find(session, found.scope().key());
    if (row.isEmpty()) {
      ScopeRows.insert(session, found, now);
    } else if (!row.get().active()) {
      ScopeRows.watchAgain(session, row.get().id(), now);
      ScopeRows.refresh(session, row.get().id(), found, now);
    } else if (mayAssign(session, row.get(), found.watch())) {
      ScopeRows.refresh(session, row.get().id(), found, now);
    }
  }

  /**
   * A watch may take the scope if it already has it, if it comes before the current watch in the
   * config, or if the current watch was removed or no longer finds the scope.
   */
  private static boolean mayAssign(Session session, ScopeRow row, String watch) {
    var holder = row.requireWatched().watch();
    return holder.equals(watch)
        || row.health().goneSince() != null
        || !session.any("SELECT 1 FROM watch WHERE name = ?", holder)
        || session.any(
            "SELECT 1 FROM watch one, watch other"
                + " WHERE one.name = ? AND other.name = ? AND one.position < other.position",
            watch,
            holder);
  }

  private static Set<String> owners(Discovery discovery) {
    var ids = new HashSet<String>();
    discovery.accounts().forEach(account -> ids.add(account.id()));
    discovery.zones().forEach(zone -> ids.add(zone.zone().id()));
    return ids;
  }

  /**
   * A list that the config excludes is not missing, because its zone or account was found. An
   * account is missing only if the list of accounts is complete.
   */
  private static void markMissing(
      Session session, String watch, Discovery discovery, List<WatchedScope> found, Instant now) {
    var owners = owners(discovery);
    found.forEach(each -> owners.add(each.scope().owner().id()));
    for (var row : ScopeRows.lists(session)) {
      var list = row.requireWatched();
      boolean provable = discovery.accountsComplete() || list.scope().level() == ScopeLevel.ZONE;
      if (provable && list.watch().equals(watch) && !owners.contains(list.scope().owner().id())) {
        recordMiss(session, row.id(), list.interval(), now);
      }
    }
  }

  private static void recordMiss(Session session, long scope, Duration interval, Instant now) {
    var apart =
        interval.compareTo(MIN_TIME_BETWEEN_MISSES) < 0 ? interval : MIN_TIME_BETWEEN_MISSES;
    int gone =
        session.update(
            "UPDATE scope SET gone_since = ?, due_at = NULL"
                + " WHERE id = ? AND gone_since IS NULL AND missed_at <= ?",
            now,
            scope,
            now.minus(apart));
    if (gone == 0) {
      session.update(
          "UPDATE scope SET missed_at = ? WHERE id = ? AND missed_at IS NULL", now, scope);
    }
  }
}

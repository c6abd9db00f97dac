package io.certvigil.store;

import io.certvigil.diff.Item;
import io.certvigil.model.Glob;
import io.certvigil.model.Ref;
import io.certvigil.model.Source;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Questions about certificates. Scopes are few: they are held, and the rows walked once. */
final class CertificateQueries {
  private static final int FOUND_AT_MOST = 1_000;

  private static final String SELECT =
      "SELECT scope, "
          + CertificateRows.CONTENT
          + ", presence, since, first_seen_at, last_seen_at"
          + " FROM certificate WHERE valid_to IS NULL";

  private static final String SOONEST = " ORDER BY not_after IS NULL, not_after, id";

  /** Null ends first in an index: two walks, each in the order of the index, need no sorting. */
  private static final String DATED =
      SELECT + " AND not_after < ?1 AND (?2 IS NULL OR status = ?2) ORDER BY not_after";

  private static final String UNDATED =
      SELECT + " AND not_after IS NULL AND (?1 IS NULL OR status = ?1) ORDER BY id";

  private CertificateQueries() {}

  static void list(
      Session session, Catalogue.Filter filter, Instant now, Consumer<CertificateView> consumer)
      throws SQLException {
    var scopes = scopes(session, filter);
    var left = new Left(filter.limit());
    Session.Look show =
        row -> {
          var scope = scopes.get(row.number());
          if (scope != null && left.take()) {
            consumer.accept(view(row, scope, now));
          }
        };
    walk(session, filter, now, show, left);
  }

  static long count(Session session, Catalogue.Filter filter, Instant now) throws SQLException {
    var scopes = scopes(session, filter);
    var left = new Left(filter.limit());
    Session.Look count =
        row -> {
          if (scopes.containsKey(row.number())) {
            left.take();
          }
        };
    walk(session, filter, now, count, left);
    return left.taken();
  }

  private static void walk(
      Session session, Catalogue.Filter filter, Instant now, Session.Look look, Left left)
      throws SQLException {
    var within = filter.expiringWithin();
    long until = within == null ? Long.MAX_VALUE : now.plus(within).toEpochMilli();
    session.eachWhile(DATED, look, left::more, until, filter.status());
    if (within == null) {
      session.eachWhile(UNDATED, look, left::more, filter.status());
    }
  }

  static List<CertificateView> find(Session session, String text, Instant now) throws SQLException {
    var scopes = scopes(session, Catalogue.Filter.ALL);
    var found = new ArrayList<CertificateView>();
    session.each(
        SELECT
            + " AND (key = ?1 OR instr(lower(certificate_id), ?1) OR instr(lower(name), ?1)"
            + " OR instr(serial, ?1) OR instr(fingerprint, ?1))"
            + SOONEST
            + " LIMIT "
            + FOUND_AT_MOST,
        row -> {
          var scope = scopes.get(row.number());
          if (scope != null) {
            found.add(view(row, scope, now));
          }
        },
        text.strip().toLowerCase(Locale.ROOT));
    return found;
  }

  static @Nullable CertificateView one(
      Session session, String scopeKey, String certificateId, Instant now) throws SQLException {
    var scope = ScopeRows.find(session, scopeKey);
    if (scope.isEmpty()) {
      return null;
    }
    return session
        .first(
            SELECT.replace("valid_to IS NULL", "scope = ? AND certificate_id = ?"),
            row -> {
              row.number();
              return view(row, scope.get(), now);
            },
            scope.get().id(),
            certificateId)
        .orElse(null);
  }

  static List<Catalogue.Version> versions(Session session, String key) throws SQLException {
    return session.list(
        "SELECT valid_from, valid_to, "
            + CertificateRows.CONTENT
            + " FROM version WHERE certificate = (SELECT id FROM certificate WHERE key = ?1)"
            + " UNION ALL SELECT valid_from, valid_to, "
            + CertificateRows.CONTENT
            + " FROM certificate WHERE key = ?1 ORDER BY 1",
        row ->
            new Catalogue.Version(
                row.instant(), row.instantOrNull(), CertificateRows.certificate(row)),
        key);
  }

  static Catalogue.Counts counts(Session session, Instant now) throws SQLException {
    return session
        .first(
            """
            SELECT count(*), count(c.not_after <= ?1 OR NULL), count(c.not_after <= ?2 OR NULL),
              count(c.not_after <= ?3 OR NULL), count(c.not_after <= ?4 OR NULL),
              count(c.not_after IS NULL OR NULL)
            FROM certificate c JOIN scope s ON s.id = c.scope
            WHERE c.valid_to IS NULL AND s.watched = 1
            """,
            row ->
                new Catalogue.Counts(
                    row.number(),
                    row.number(),
                    row.number(),
                    row.number(),
                    row.number(),
                    row.number()),
            now,
            now.plus(Duration.ofDays(7)),
            now.plus(Duration.ofDays(30)),
            now.plus(Duration.ofDays(60)))
        .orElseThrow();
  }

  static List<Catalogue.SourceView> sources(Session session) throws SQLException {
    var certificates = new HashMap<String, Long>();
    session.each(
        """
        SELECT s.source, count(*) FROM certificate c JOIN scope s ON s.id = c.scope
        WHERE c.valid_to IS NULL AND s.watched = 1 GROUP BY s.source
        """,
        row -> certificates.put(row.text(), row.number()));
    return session.list(
        """
        SELECT source, count(*), count(fault),
          CASE WHEN count(complete_at) = count(*) THEN min(complete_at) END, max(complete_at),
          (SELECT f.fault FROM scope f WHERE f.source = s.source AND f.watched = 1
            AND f.fault IS NOT NULL ORDER BY f.failing_since LIMIT 1),
          (SELECT f.detail FROM scope f WHERE f.source = s.source AND f.watched = 1
            AND f.fault IS NOT NULL ORDER BY f.failing_since LIMIT 1)
        FROM scope s WHERE watched = 1 AND source IS NOT NULL GROUP BY source ORDER BY source
        """,
        row -> {
          var word = row.text();
          return new Catalogue.SourceView(
              Source.of(word).orElseThrow(),
              row.integer(),
              row.integer(),
              certificates.getOrDefault(word, 0L),
              row.instantOrNull(),
              row.instantOrNull(),
              ScopeRows.fault(row.textOrNull(), row.text()));
        });
  }

  private static Map<Long, ScopeRow> scopes(Session session, Catalogue.Filter filter)
      throws SQLException {
    var scopes = new HashMap<Long, ScopeRow>();
    for (var row : ScopeRows.lists(session)) {
      if (passes(row, filter)) {
        scopes.put(row.id(), row);
      }
    }
    return scopes;
  }

  private static boolean passes(ScopeRow row, Catalogue.Filter filter) {
    var scope = row.list().scope();
    var zone = scope.zone();
    var glob = filter.zone();
    return (filter.source() == null || filter.source() == scope.source())
        && (glob == null || (zone != null && named(glob, zone)));
  }

  private static boolean named(String glob, Ref zone) {
    return new Glob(glob).takes(zone.id()) || new Glob(glob).takes(zone.name());
  }

  private static CertificateView view(Row row, ScopeRow scope, Instant now) throws SQLException {
    Item item = CertificateRows.item(row, scope.health().completeAt());
    return CertificateView.of(scope.list(), item, now);
  }

  /** How many may still be shown. */
  private static final class Left {
    private final long limit;
    private long taken;

    Left(int limit) {
      this.limit = limit == 0 ? Long.MAX_VALUE : limit;
    }

    boolean more() {
      return taken < limit;
    }

    boolean take() {
      boolean more = more();
      taken += more ? 1 : 0;
      return more;
    }

    long taken() {
      return taken;
    }
  }
}

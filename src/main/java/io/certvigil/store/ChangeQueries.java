package io.certvigil.store;

import io.certvigil.diff.KnownCertificate;
import io.certvigil.diff.Presence;
import io.certvigil.model.Certificate;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.ChangeView;
import io.certvigil.store.view.Cursor;
import io.certvigil.store.view.CursorException;
import io.certvigil.store.view.Page;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Queries for changes. Each version that begins is a change, and so is each version that ends
 * without a next one. Several SQL queries find them, each from the newest on, and the results are
 * merged.
 */
final class ChangeQueries {
  private static final String ORDERING = "changes";
  private static final Instant NEVER = Instant.EPOCH;

  /**
   * What {@link Version#of} reads. The current version gets the highest possible id, because no
   * version is later.
   */
  private static final String CURRENT =
      "SELECT id, 9223372036854775807, valid_from, valid_to, began, ended, first_seen_at,"
          + " last_seen_at, "
          + CertificateVersionRows.CONTENT
          + " FROM certificate ";

  /**
   * Earlier versions do not keep the time at which the certificate was last seen, so the time at
   * which it was found absent is used instead.
   */
  private static final String EARLIER =
      "SELECT certificate, id, valid_from, valid_to, began, ended,"
          + " (SELECT first_seen_at FROM certificate WHERE id = version.certificate), valid_to, "
          + CertificateVersionRows.CONTENT
          + " FROM version ";

  private static final String LAST_BEFORE =
      "WHERE certificate = ? AND id < ? ORDER BY id DESC LIMIT 1";

  private static final String OF_KEY =
      "WHERE certificate = (SELECT id FROM certificate WHERE key = ?) ORDER BY id";

  private final Session session;
  private final FilterSql conditions;

  private ChangeQueries(Session session, FilterSql conditions) {
    this.session = session;
    this.conditions = conditions;
  }

  /** The queries that find changes. Changes of the same moment are listed in this order. */
  private enum ChangeOrigin {
    BEGAN(currentSql("began IS NOT 'baseline'", "valid_from")),
    BEGAN_EARLIER(earlierSql("began IS NOT 'baseline'", "valid_from")),
    ENDED(currentSql("ended = 'disappeared'", "valid_to")),
    ENDED_EARLIER(earlierSql("ended = 'disappeared'", "valid_to")),
    BASELINE(listSql("began = 'baseline'", "valid_from")),
    UNWATCHED(listSql("ended = 'unwatched'", "valid_to"));

    private final String sql;

    ChangeOrigin(String sql) {
      this.sql = sql;
    }

    private static String currentSql(String which, String at) {
      return sql("FROM certificate c", "c", which, at);
    }

    private static String earlierSql(String which, String at) {
      return sql("FROM version v JOIN certificate c ON c.id = v.certificate", "v", which, at);
    }

    private static String sql(String from, String table, String which, String at) {
      return "SELECT c.scope, {v}.{at}, {v}.id, 1 {from} WHERE {v}.{which}"
              .replace("{from}", from)
              .replace("{which}", which)
              .replace("{at}", at)
              .replace("{v}", table)
          + between(table + "." + at, table + ".id")
          + FilterSql.sql(table, "c")
          + newest(table + "." + at, table + ".id");
    }

    private static String between(String at, String id) {
      return " AND {at} > ?5 AND {at} <= ?6 AND ({at} < ?6 OR {id} < ?7) AND "
          .replace("{at}", at)
          .replace("{id}", id);
    }

    private static String newest(String at, String id) {
      return " ORDER BY " + at + " DESC, " + id + " DESC";
    }

    /** Changes of whole lists: one row per list, with the number of certificates concerned. */
    private static String listSql(String which, String at) {
      return """
      SELECT scope, moment, scope, count(*) FROM (
        SELECT c.scope, c.{at} AS moment FROM certificate c WHERE c.{which}
      """
              .replace("{which}", which)
              .replace("{at}", at)
          + between("c." + at, "c.scope")
          + FilterSql.sql("c", "c")
          + """
           UNION ALL SELECT c.scope, v.{at} FROM version v
          JOIN certificate c ON c.id = v.certificate WHERE v.{which}
          """
              .replace("{which}", which)
              .replace("{at}", at)
          + between("v." + at, "c.scope")
          + FilterSql.sql("v", "c")
          + ") GROUP BY moment, scope"
          + newest("moment", "scope");
    }

    static ChangeOrigin of(String name) {
      return Arrays.stream(values())
          .filter(place -> place.name().equals(name))
          .findFirst()
          .orElseThrow(CursorException::new);
    }

    /** Whether this query can find changes with one of these words; no words means any change. */
    boolean canYield(Set<String> words) {
      var ours =
          switch (this) {
            case BEGAN, BEGAN_EARLIER ->
                Set.of("appeared", "renewed", "status", "expiry", "metadata");
            case ENDED, ENDED_EARLIER -> Set.of(CertificateVersionRows.DISAPPEARED);
            case BASELINE -> Set.of(CertificateVersionRows.BASELINE);
            case UNWATCHED -> Set.of(CertificateVersionRows.UNWATCHED);
          };
      return words.isEmpty() || ours.stream().anyMatch(words::contains);
    }
  }

  /** One version, with how it began and ended. */
  private record Version(
      long certificate,
      long id,
      Instant from,
      @Nullable Instant to,
      @Nullable String began,
      @Nullable String ended,
      Instant firstSeenAt,
      Instant lastSeenAt,
      Certificate content) {
    static Version of(ResultRow row) {
      return new Version(
          row.number(),
          row.number(),
          row.instant(),
          row.instantOrNull(),
          row.textOrNull(),
          row.textOrNull(),
          row.instant(),
          row.instant(),
          CertificateVersionRows.certificate(row));
    }

    CertificateView view(ScopeRow scope, Instant lastSeenAt, Instant now) {
      var item = new KnownCertificate(content, Presence.PRESENT, firstSeenAt, lastSeenAt);
      return CertificateView.of(scope.requireWatched(), item, now);
    }
  }

  /** A change that was found, before its version is read. */
  private record Found(ChangeOrigin place, ScopeRow scope, Instant at, long id, long certificates) {
    static final Comparator<Found> NEWEST =
        Comparator.comparing(Found::at)
            .reversed()
            .thenComparing(Found::place)
            .thenComparing(Comparator.comparingLong(Found::id).reversed());

    Cursor cursor() {
      return Cursor.at(ORDERING, at.toEpochMilli(), place, id);
    }
  }

  static Page<ChangeView> page(
      Session session,
      Instant from,
      Instant to,
      CertificateFilter filter,
      Set<String> words,
      @Nullable Cursor cursor,
      int limit) {
    var queries = new ChangeQueries(session, FilterSql.everWatched(session, filter, to));
    var rows = new ArrayList<ChangeView>();
    var next = cursor == null ? null : cursor.requireOrdering(ORDERING, 3);
    boolean more = true;
    while (more && rows.size() < limit) {
      var found = queries.found(from, to, words, next, limit + 1);
      more = found.size() > limit;
      for (var one : found.subList(0, Math.min(limit, found.size()))) {
        if (rows.size() == limit) {
          return new Page<>(rows, next);
        }
        next = one.cursor();
        queries.view(one).filter(view -> hasAnyWord(view, words)).ifPresent(rows::add);
      }
    }
    return new Page<>(rows, more ? next : null);
  }

  static List<ChangeView> history(Session session, String key) {
    var scope =
        session
            .first("SELECT scope FROM certificate WHERE key = ?", ResultRow::number, key)
            .orElse(-1L);
    var queries =
        new ChangeQueries(session, FilterSql.everWatched(session, CertificateFilter.ALL, NEVER));
    var row = queries.conditions.scope(scope);
    return row == null ? List.of() : queries.history(row, key);
  }

  private List<ChangeView> history(ScopeRow scope, String key) {
    var versions = new ArrayList<>(session.list(EARLIER + OF_KEY, Version::of, key));
    versions.addAll(session.list(CURRENT + "WHERE key = ?", Version::of, key));
    var views = new ArrayDeque<ChangeView>();
    Version before = null;
    for (var version : versions) {
      began(scope, version, before).ifPresent(views::addFirst);
      ended(scope, version).ifPresent(views::addFirst);
      before = version;
    }
    return List.copyOf(views);
  }

  /** The next changes after the cursor, of all queries, newest first. */
  private List<Found> found(
      Instant from, Instant to, Set<String> words, @Nullable Cursor cursor, int limit) {
    var all = new ArrayList<Found>();
    for (var place : ChangeOrigin.values()) {
      if (place.canYield(words)) {
        all.addAll(found(place, from, to, cursor, limit));
      }
    }
    return all.stream().sorted(Found.NEWEST).limit(limit).toList();
  }

  private List<Found> found(
      ChangeOrigin place, Instant from, Instant to, @Nullable Cursor cursor, int limit) {
    var found = new ArrayList<Found>();
    session.eachWhile(
        place.sql,
        row -> {
          var scope = conditions.scope(row.number());
          if (scope != null) {
            found.add(new Found(place, scope, row.instant(), row.number(), row.number()));
          }
        },
        () -> found.size() < limit,
        conditions.parameters(
            from.toEpochMilli(),
            cursor == null ? to.toEpochMilli() : Math.min(to.toEpochMilli(), cursor.number(0)),
            cursor == null || cursor.number(0) > to.toEpochMilli()
                ? Long.MAX_VALUE
                : idLimit(place, cursor)));
    return found;
  }

  /** The id below which a query still has changes of the cursor's moment that were not listed. */
  private static long idLimit(ChangeOrigin place, Cursor cursor) {
    int order = place.compareTo(ChangeOrigin.of(cursor.text(1)));
    return order < 0 ? Long.MIN_VALUE : order > 0 ? Long.MAX_VALUE : cursor.number(2);
  }

  /** Empty if the earlier version was deleted by retention, so that the difference is unknown. */
  private Optional<ChangeView> view(Found found) {
    return switch (found.place()) {
      case BEGAN, BEGAN_EARLIER -> {
        var version = version(found);
        yield began(found.scope(), version, before(version));
      }
      case ENDED, ENDED_EARLIER -> ended(found.scope(), version(found));
      case BASELINE -> Optional.of(listChange(found, CertificateVersionRows.BASELINE));
      case UNWATCHED -> Optional.of(listChange(found, CertificateVersionRows.UNWATCHED));
    };
  }

  private static ChangeView listChange(Found found, String word) {
    var scope = found.scope().requireWatched().scope();
    return ChangeView.ofList(found.at(), word, scope, found.certificates());
  }

  private Version version(Found found) {
    boolean current = found.place() == ChangeOrigin.BEGAN || found.place() == ChangeOrigin.ENDED;
    return session
        .first((current ? CURRENT : EARLIER) + "WHERE id = ?", Version::of, found.id())
        .orElseThrow();
  }

  private @Nullable Version before(Version version) {
    return session
        .first(EARLIER + LAST_BEFORE, Version::of, version.certificate(), version.id())
        .orElse(null);
  }

  private static Optional<ChangeView> began(
      ScopeRow scope, Version version, @Nullable Version before) {
    if (version.began() == null && before == null) {
      return Optional.empty();
    }
    var at = version.from();
    return Optional.of(
        ChangeView.of(
            at,
            version.began(),
            scope.requireWatched().scope(),
            version.view(scope, at, at),
            before == null ? null : before.content(),
            version.content()));
  }

  private static Optional<ChangeView> ended(ScopeRow scope, Version version) {
    var at = version.to();
    return at == null || version.ended() == null
        ? Optional.empty()
        : Optional.of(
            ChangeView.of(
                at,
                version.ended(),
                scope.requireWatched().scope(),
                version.view(scope, version.lastSeenAt(), at),
                null,
                version.content()));
  }

  private static boolean hasAnyWord(ChangeView view, Set<String> words) {
    return words.isEmpty() || view.changes().stream().anyMatch(words::contains);
  }
}

package io.certvigil.store;

import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateSort;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.Cursor;
import io.certvigil.store.view.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Queries for pages of certificates. Each order reads one index from the end of the previous page,
 * so that every page costs the same.
 */
final class CertificatePageQueries {
  private static final String SELECT =
      "SELECT c.scope, c.id, "
          + CertificateVersionRows.ALL
          + ", c.valid_from FROM certificate c WHERE c.valid_to IS NULL AND "
          + FilterSql.sql("c", "c");

  private static final PageOrder DATED =
      new PageOrder(
          "{+}not_after >= ?5 AND ({+}not_after > ?5 OR c.id > ?6) AND {+}not_after < ?7",
          "{+}not_after, c.id");

  private static final PageOrder EXPIRED =
      new PageOrder(
          "{+}not_after <= ?5 AND ({+}not_after < ?5 OR c.id < ?6) AND {+}not_after < ?7",
          "{+}not_after DESC, c.id DESC");

  private static final PageOrder UNDATED =
      new PageOrder("{+}not_after IS NULL AND c.id > ?5", "{+}c.id");

  private static final PageOrder NAMED =
      new PageOrder(
          "{+}name COLLATE NOCASE >= ?5 AND ({+}name COLLATE NOCASE > ?5 OR c.id > ?6)",
          "{+}name COLLATE NOCASE, c.id");

  /**
   * A row is inserted when its certificate is first seen, so the row ids follow the time of first
   * sight.
   */
  private static final PageOrder SEEN = new PageOrder("{+}c.id < ?5", "{+}c.id DESC");

  private static final PageOrder CHANGED =
      new PageOrder(
          "{+}c.valid_from <= ?5 AND ({+}c.valid_from < ?5 OR c.id < ?6)",
          "{+}c.valid_from DESC, c.id DESC");

  private static final String COUNT =
      "SELECT c.scope, count(*) FROM certificate c WHERE c.valid_to IS NULL AND "
          + FilterSql.sql("c", "c")
          + " GROUP BY c.scope";

  private static final String COUNT_ALL =
      "SELECT count(*) FROM certificate c JOIN scope s ON s.id = c.scope AND s.watched = 1"
          + " AND s.source IS NOT NULL WHERE c.valid_to IS NULL AND "
          + FilterSql.sql("c", "c");

  /** The parameter position of the scope ids. */
  private static final int SCOPES = 4;

  private static final String NO_END = "none";

  /**
   * One sort order. Over all scopes SQLite reads the index of the order; over a few scopes it reads
   * their rows and sorts them. The plus before a column keeps SQLite from using the index of the
   * order.
   *
   * @param from the SQL condition for the rows after the previous page
   * @param order the SQL sort order
   */
  private record PageOrder(String from, String order) {
    String sqlOverAll() {
      return sql("", "");
    }

    String sqlOverScopes() {
      return sql("+", " AND c.scope IN (SELECT value FROM json_each(?8))");
    }

    private String sql(String plus, String scopes) {
      return (SELECT + " AND " + from + scopes + " ORDER BY " + order).replace("{+}", plus);
    }
  }

  private final Session session;
  private final FilterSql conditions;
  private final CertificateSort sort;
  private final Instant now;
  private long boundary;
  private final long limit;
  private final Consumer<CertificateView> rows;
  private long taken;
  private boolean more;
  private Cursor last = Cursor.at("");

  private CertificatePageQueries(
      Session session,
      FilterSql conditions,
      CertificateSort sort,
      long limit,
      Instant now,
      Consumer<CertificateView> rows) {
    this.rows = rows;
    this.session = session;
    this.conditions = conditions;
    this.sort = sort;
    this.now = now;
    this.boundary = now.toEpochMilli();
    this.limit = limit;
  }

  static Page<CertificateView> page(
      Session session,
      CertificateFilter filter,
      CertificateSort sort,
      @Nullable Cursor cursor,
      int limit,
      Instant now) {
    var conditions = FilterSql.watched(session, filter, now);
    var rows = new ArrayList<CertificateView>();
    var page = new CertificatePageQueries(session, conditions, sort, limit, now, rows::add);
    int parts = sort == CertificateSort.END ? 3 : 2;
    var from = cursor == null ? null : cursor.requireOrdering(sort.word(), parts);
    switch (sort) {
      case END -> page.walkAheadFirst(from);
      case NOT_AFTER -> page.walkByDate(from);
      case NAME -> page.walk(NAMED, from == null ? "" : from.text(0), id(from, -1));
      case FIRST_SEEN -> page.walk(SEEN, id(from, Long.MAX_VALUE));
      case CHANGED ->
          page.walk(
              CHANGED, from == null ? Long.MAX_VALUE : from.number(0), id(from, Long.MAX_VALUE));
    }
    return new Page<>(rows, page.more ? page.last : null);
  }

  /** All matching certificates, in the order {@link CertificateSort#END}. */
  static void list(
      Session session, CertificateFilter filter, Instant now, Consumer<CertificateView> rows) {
    var conditions = FilterSql.watched(session, filter, now);
    new CertificatePageQueries(session, conditions, CertificateSort.END, Long.MAX_VALUE, now, rows)
        .walkAheadFirst(null);
  }

  static long count(Session session, CertificateFilter filter, Instant now) {
    var conditions = FilterSql.watched(session, filter, now);
    if (conditions.allScopes()) {
      return session.number(COUNT_ALL, conditions.parameters());
    }
    var count = new AtomicLong();
    session.each(
        COUNT,
        row -> count.addAndGet(conditions.scope(row.number()) == null ? 0 : row.number()),
        conditions.parameters());
    return count.get();
  }

  private static long id(@Nullable Cursor from, long otherwise) {
    return from == null ? otherwise : from.number(1);
  }

  /**
   * Nulls come first in an index but last in this order. Two queries, each in the order of its
   * index, need no sorting.
   */
  private void walkByDate(@Nullable Cursor from) {
    boolean undated = from != null && from.text(0).equals(NO_END);
    if (!undated) {
      long end = from == null ? Long.MIN_VALUE : from.number(0);
      walk(DATED, end, id(from, -1), Long.MAX_VALUE);
    }
    if (!conditions.limitsExpiry()) {
      walk(UNDATED, undated ? id(from, -1) : -1);
    }
  }

  /**
   * What counts as expired is decided at the moment of the first page, which the cursor contains:
   * otherwise what expires between two pages would be on both.
   */
  private void walkAheadFirst(@Nullable Cursor from) {
    if (from != null) {
      boundary = from.moment(2).toEpochMilli();
    }
    boolean undated = from != null && from.text(0).equals(NO_END);
    long end = from == null || undated ? boundary : from.number(0);
    boolean expired = !undated && end < boundary;
    if (!undated && !expired) {
      walk(DATED, end, id(from, -1), Long.MAX_VALUE);
    }
    if (!more && !expired && !conditions.limitsExpiry()) {
      walk(UNDATED, undated ? id(from, -1) : -1);
    }
    if (!more) {
      walk(EXPIRED, expired ? end : boundary, expired ? id(from, -1) : Long.MAX_VALUE, boundary);
    }
  }

  private void walk(PageOrder walk, @Nullable Object... from) {
    var lists = conditions.scopeIdsIfFew();
    var values = Arrays.copyOf(from, SCOPES);
    values[SCOPES - 1] = lists;
    session.eachWhile(
        lists == null ? walk.sqlOverAll() : walk.sqlOverScopes(),
        this::addRow,
        () -> !more,
        conditions.parameters(lists == null ? from : values));
  }

  private void addRow(ResultRow row) {
    var scope = conditions.scope(row.number());
    if (scope == null) {
      return;
    }
    if (taken == limit) {
      more = true;
      return;
    }
    long id = row.number();
    var item = CertificateVersionRows.item(row, scope.health().completeAt());
    var view = CertificateView.of(scope.requireWatched(), item, now);
    taken++;
    rows.accept(view);
    last =
        sort == CertificateSort.END
            ? Cursor.at(sort.word(), sortValue(view, row), id, boundary)
            : Cursor.at(sort.word(), sortValue(view, row), id);
  }

  private Object sortValue(CertificateView view, ResultRow row) {
    var end = view.notAfter();
    return switch (sort) {
      case END, NOT_AFTER -> end == null ? NO_END : end.toEpochMilli();
      case NAME -> view.name();
      case FIRST_SEEN -> "";
      case CHANGED -> row.number();
    };
  }
}

package io.certvigil.store;

import io.certvigil.diff.KnownCertificate;
import io.certvigil.diff.Presence;
import io.certvigil.model.Certificate;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.Cursor;
import io.certvigil.store.view.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Queries for the certificates as they were known at a past moment. The query that selects and
 * sorts returns row numbers only, and each row is then read on its own, so that a million
 * certificates need little memory.
 */
final class AsOfQueries {
  private static final String ORDERING = "as_of_ahead";

  private static final String PRESENT_AT =
      "SELECT scope, number, version, phase, place FROM (SELECT scope, number, version,"
          + " CASE WHEN not_after IS NULL THEN 1 WHEN not_after < ?5 THEN 2 ELSE 0 END AS phase,"
          + " CASE WHEN not_after < ?5 THEN -not_after ELSE coalesce(not_after, 0) END AS place"
          + " FROM (SELECT c.scope, c.id AS number, 0 AS version, c.not_after FROM certificate c"
          + " WHERE c.valid_from <= ?5 AND (c.valid_to IS NULL OR c.valid_to > ?5) AND "
          + FilterSql.sql("c", "c")
          + " UNION ALL SELECT c.scope, c.id, v.id, v.not_after"
          + " FROM version v JOIN certificate c ON c.id = v.certificate"
          + " WHERE v.valid_from <= ?5 AND v.valid_to > ?5 AND "
          + FilterSql.sql("v", "c")
          + """
          )) WHERE phase > ?6 OR phase = ?6 AND (place > ?7 OR place = ?7 AND number > ?8)
          ORDER BY phase, place, number
          """;

  private static final String CURRENT =
      "SELECT valid_from, first_seen_at, last_seen_at, "
          + CertificateVersionRows.CONTENT
          + " FROM certificate WHERE id = ?";

  private static final String EARLIER =
      "SELECT valid_from, (SELECT first_seen_at FROM certificate WHERE id = version.certificate),"
          + " valid_to, "
          + CertificateVersionRows.CONTENT
          + " FROM version WHERE id = ?";

  private final Session session;
  private final Instant moment;
  private final FilterSql conditions;
  private final Map<Long, Instant> read = new HashMap<>();

  private AsOfQueries(Session session, Instant moment, CertificateFilter filter) {
    this.session = session;
    this.moment = moment;
    conditions = FilterSql.everWatched(session, filter, moment);
    session.each(
        """
        SELECT scope, max(min(last_at, ?1)) FROM reading
        WHERE outcome = 'complete' AND first_at <= ?1 GROUP BY scope
        """,
        row -> read.put(row.number(), row.instant()),
        moment);
  }

  static void list(
      Session session,
      Instant moment,
      CertificateFilter filter,
      Consumer<CertificateView> consumer) {
    new AsOfQueries(session, moment, filter).walk(null, Integer.MAX_VALUE, consumer);
  }

  static Page<CertificateView> page(
      Session session,
      Instant moment,
      CertificateFilter filter,
      @Nullable Cursor cursor,
      int limit) {
    var rows = new ArrayList<CertificateView>();
    // A relative time such as "36h ago" resolves to a later moment on each page, so the moment of
    // the first page is used for all of them.
    var first = cursor == null ? moment : cursor.requireOrdering(ORDERING, 4).moment(3);
    var next = new AsOfQueries(session, first, filter).walk(cursor, limit, rows::add);
    return new Page<>(rows, next);
  }

  /** Returns the cursor of the next page; null if there are no more rows. */
  private @Nullable Cursor walk(
      @Nullable Cursor cursor, int limit, Consumer<CertificateView> consumer) {
    var from = cursor == null ? null : cursor.requireOrdering(ORDERING, 4);
    var last = new PageEnd(limit);
    session.eachWhile(
        PRESENT_AT,
        row -> {
          var scope = conditions.scope(row.number());
          if (scope != null && last.accept(row.number())) {
            consumer.accept(view(scope, last.number, row.number()));
            last.phase = row.number();
            last.place = row.number();
          }
        },
        () -> !last.more,
        conditions.parameters(
            moment,
            from == null ? -1 : from.number(0),
            from == null ? 0 : from.number(1),
            from == null ? 0 : from.number(2)));
    return last.cursor(moment);
  }

  private CertificateView view(ScopeRow scope, long number, long version) {
    return session
        .first(
            version == 0 ? CURRENT : EARLIER,
            row ->
                CertificateView.of(scope.requireWatched(), item(row, read.get(scope.id())), moment),
            version == 0 ? number : version)
        .orElseThrow();
  }

  /**
   * A present certificate is part of every complete reading of its list, so it was last seen by the
   * last one.
   */
  private static KnownCertificate item(ResultRow row, @Nullable Instant read) {
    var from = row.instant();
    var firstSeenAt = row.instant();
    var seen = row.instant();
    Certificate certificate = CertificateVersionRows.certificate(row);
    var last = read == null || read.isBefore(from) ? from : read;
    return new KnownCertificate(
        certificate, Presence.PRESENT, firstSeenAt, last.isAfter(seen) ? seen : last);
  }

  /** Counts the rows of a page and remembers the last one, for the cursor. */
  private static final class PageEnd {
    private final int limit;
    private int taken;
    private boolean more;
    private long number;
    private long phase;
    private long place;

    PageEnd(int limit) {
      this.limit = limit;
    }

    /** Counts the row if it still fits on the page; returns false if the page is full. */
    boolean accept(long number) {
      more = taken == limit;
      if (!more) {
        taken++;
        this.number = number;
      }
      return !more;
    }

    @Nullable Cursor cursor(Instant moment) {
      return more ? Cursor.at(ORDERING, phase, place, number, moment.toEpochMilli()) : null;
    }
  }
}

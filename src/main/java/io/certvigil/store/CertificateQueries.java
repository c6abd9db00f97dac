package io.certvigil.store;

import io.certvigil.diff.KnownCertificate;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.CertificateDetail;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.ListView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Queries for certificates. Scopes are few, so they are held in memory and the certificate rows are
 * read once.
 */
final class CertificateQueries {
  private static final int FOUND_AT_MOST = 1_000;

  private static final String SELECT =
      "SELECT scope, " + CertificateVersionRows.ALL + " FROM certificate WHERE valid_to IS NULL";

  private static final String SOONEST = " ORDER BY not_after IS NULL, not_after, id";

  private CertificateQueries() {}

  static List<CertificateView> find(Session session, String text, Instant now) {
    var watched = FilterSql.watched(session, CertificateFilter.ALL, now);
    var found = new ArrayList<CertificateView>();
    session.each(
        SELECT
            + " AND (key = ?1 OR instr(lower(certificate_id), ?1) OR instr(lower(name), ?1)"
            + " OR instr(serial, ?1) OR instr(fingerprint, ?1))"
            + SOONEST
            + " LIMIT "
            + FOUND_AT_MOST,
        row -> {
          var scope = watched.scope(row.number());
          if (scope != null) {
            found.add(view(row, scope, now));
          }
        },
        text.strip().toLowerCase(Locale.ROOT));
    return found;
  }

  static @Nullable CertificateView one(
      Session session, String scopeKey, String certificateId, Instant now) {
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

  static Optional<CertificateDetail> detail(Session session, String key, Instant now) {
    var scopes = FilterSql.everWatched(session, CertificateFilter.ALL, now);
    return session.first(
        SELECT.replace("valid_to IS NULL", "key = ? ORDER BY valid_to IS NOT NULL, valid_to DESC"),
        row -> {
          var scope = Objects.requireNonNull(scopes.scope(row.number()));
          var item = CertificateVersionRows.item(row, scope.health().completeAt());
          var view = CertificateView.of(scope.requireWatched(), item, now);
          return new CertificateDetail(view, item.presence(), scope.active());
        },
        key);
  }

  static List<ListView> lists(Session session, CertificateFilter filter) {
    var due = new HashMap<Long, Instant>();
    session.each(
        "SELECT id, due_at FROM scope WHERE due_at IS NOT NULL",
        row -> due.put(row.number(), row.instant()));
    return ScopeRows.lists(session).stream()
        .filter(row -> FilterSql.matches(row, filter))
        .map(
            row ->
                new ListView(
                    row.requireWatched(),
                    row.health(),
                    row.items(),
                    row.expected(),
                    due.get(row.id())))
        .sorted(Comparator.comparing(list -> list.health().key()))
        .toList();
  }

  private static CertificateView view(ResultRow row, ScopeRow scope, Instant now) {
    KnownCertificate item = CertificateVersionRows.item(row, scope.health().completeAt());
    return CertificateView.of(scope.requireWatched(), item, now);
  }
}

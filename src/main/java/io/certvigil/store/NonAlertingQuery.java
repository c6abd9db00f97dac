package io.certvigil.store;

import io.certvigil.model.Key;
import io.certvigil.policy.Policy;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.CertificateFilter;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the certificates for whose expiry no alert will be raised. Each scope is read once, for all
 * its certificates.
 */
final class NonAlertingQuery {
  private static final String ENDING =
      "SELECT c.scope, c.certificate_id FROM certificate c"
          + " WHERE c.valid_to IS NULL AND c.not_after >= ?5 AND "
          + FilterSql.sql("c", "c");

  private NonAlertingQuery() {}

  static Set<String> of(
      Session session, Policy policy, CertificateFilter filter, Instant from, Instant now) {
    var conditions = FilterSql.watched(session, filter, now);
    var ids = new TreeMap<Long, Set<String>>();
    session.each(
        ENDING,
        row -> {
          long scope = row.number();
          if (conditions.scope(scope) != null) {
            ids.computeIfAbsent(scope, _ -> new TreeSet<>()).add(row.text());
          }
        },
        conditions.parameters(from));
    var quiet = new HashSet<String>();
    for (var scope : ids.entrySet()) {
      quiet.addAll(of(session, policy, scope, now));
    }
    return quiet;
  }

  private static List<String> of(
      Session session, Policy policy, Map.Entry<Long, Set<String>> scope, Instant now) {
    var row = ScopeRows.get(session, scope.getKey());
    var watched = row.requireWatched();
    var known = Readings.known(session, row, watched);
    var items =
        scope.getValue().stream()
            .map(id -> Optional.ofNullable(known.items().get(id)))
            .flatMap(Optional::stream)
            .toList();
    return policy.notAlertedIds(watched, known, items, now).stream()
        .map(id -> Key.ofCertificate(watched.scope(), id))
        .toList();
  }
}

package io.certvigil.store;

import io.certvigil.model.Key;
import io.certvigil.policy.Policy;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the certificates of which nothing is told. A scope is read once, for all of its own. */
final class Quiet {
  private Quiet() {}

  static Set<String> of(Session session, Policy policy, Collection<String> keys, Instant now)
      throws SQLException {
    var ids = new TreeMap<Long, Set<String>>();
    for (var key : keys) {
      session.each(
          "SELECT scope, certificate_id FROM certificate WHERE key = ?",
          row -> ids.computeIfAbsent(row.number(), _ -> new TreeSet<>()).add(row.text()),
          key);
    }
    var quiet = new HashSet<String>();
    for (var scope : ids.entrySet()) {
      quiet.addAll(of(session, policy, scope, now));
    }
    return quiet;
  }

  private static List<String> of(
      Session session, Policy policy, Map.Entry<Long, Set<String>> scope, Instant now)
      throws SQLException {
    var row = ScopeRows.get(session, scope.getKey());
    var watched = row.list();
    var known = Readings.known(session, row, watched);
    var items =
        scope.getValue().stream()
            .map(id -> Optional.ofNullable(known.items().get(id)))
            .flatMap(Optional::stream)
            .toList();
    return policy.quiet(watched, known, items, now).stream()
        .map(id -> Key.ofCertificate(watched.scope(), id))
        .toList();
  }
}

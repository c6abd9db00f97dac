package io.certvigil.store;

import io.certvigil.policy.Event;
import io.certvigil.policy.OneTimeEvents;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The policies of the credentials, as fingerprints in table {@code meta}, and the scopes that were
 * not completely read since they changed.
 */
final class PolicyRows {
  private static final String POLICIES = "policies/";
  private static final String NEW_VIEW = "new_view/";

  private PolicyRows() {}

  static boolean known(Session session, String credential, String fingerprint) {
    return value(session, POLICIES + credential).filter(fingerprint::equals).isPresent();
  }

  /** Stores the fingerprint; returns an event if it differs from the one before. */
  static List<Event> record(Session session, String credential, String fingerprint, Instant now) {
    var before = value(session, POLICIES + credential);
    if (before.filter(fingerprint::equals).isPresent()) {
      return List.of();
    }
    put(session, POLICIES + credential, fingerprint);
    if (before.isEmpty()) {
      return List.of();
    }
    session.update(
        """
        INSERT INTO meta SELECT ? || key, '' FROM scope
        WHERE credential = ? AND source IS NOT NULL AND complete_at IS NOT NULL
        ON CONFLICT DO NOTHING
        """,
        NEW_VIEW,
        credential);
    return EventRows.insert(session, List.of(OneTimeEvents.credentialChanged(credential, now)));
  }

  /**
   * Whether the policies changed after the last complete reading of this scope. Not decided by
   * time, because a clock may have been wrong. True only once for each change.
   */
  static boolean takeNewView(Session session, String scope) {
    return session.update("DELETE FROM meta WHERE name = ?", NEW_VIEW + scope) > 0;
  }

  private static Optional<String> value(Session session, String name) {
    return session.first("SELECT value FROM meta WHERE name = ?", ResultRow::text, name);
  }

  private static void put(Session session, String name, String value) {
    session.update(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        name,
        value);
  }
}

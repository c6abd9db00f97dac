package io.certvigil.store;

import io.certvigil.model.PolicyState;
import io.certvigil.policy.Event;
import io.certvigil.policy.OneTimeEvents;
import io.certvigil.store.sqlite.MetaTable;
import io.certvigil.store.sqlite.Session;
import java.time.Instant;
import java.util.List;

/**
 * The policies of the credentials, as fingerprints in table {@code meta}, and the scopes that were
 * not completely read since they changed.
 */
final class PolicyRows {
  private static final String POLICIES = "policies/";
  private static final String DOUBTFUL = "policies_doubtful/";
  private static final String NEW_VIEW = "new_view/";
  private static final String UNREADABLE = "";

  private PolicyRows() {}

  /** True if storing these policies would change nothing. */
  static boolean isStored(Session session, String credential, PolicyState policies) {
    var stored = MetaTable.text(session, POLICIES + credential).orElse(UNREADABLE);
    return switch (policies) {
      case PolicyState.Known(var fingerprint) ->
          stored.equals(fingerprint) && !isDoubtful(session, credential);
      case PolicyState.Unreadable _ -> stored.equals(UNREADABLE);
      case PolicyState.Unavailable _ ->
          stored.equals(UNREADABLE) || isDoubtful(session, credential);
    };
  }

  /** Stores policies that are not {@link #isStored}; returns an event if they changed. */
  static List<Event> record(Session session, String credential, PolicyState policies, Instant now) {
    return switch (policies) {
      case PolicyState.Known(var fingerprint) -> record(session, credential, fingerprint, now);
      case PolicyState.Unreadable _ -> record(session, credential, UNREADABLE, now);
      case PolicyState.Unavailable _ -> {
        MetaTable.put(session, DOUBTFUL + credential, "");
        yield List.of();
      }
    };
  }

  private static List<Event> record(
      Session session, String credential, String fingerprint, Instant now) {
    MetaTable.remove(session, DOUBTFUL + credential);
    var before = MetaTable.text(session, POLICIES + credential);
    MetaTable.put(session, POLICIES + credential, fingerprint);
    if (before.isEmpty() || before.get().equals(fingerprint)) {
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

  /** True while it is unknown whether the policies of this credential changed. */
  static boolean isDoubtful(Session session, String credential) {
    return MetaTable.text(session, DOUBTFUL + credential).isPresent();
  }

  /**
   * Whether the policies changed after the last complete reading of this scope. Not decided by
   * time, because a clock may have been wrong. True only once for each change.
   */
  static boolean takeNewView(Session session, String scope) {
    return MetaTable.remove(session, NEW_VIEW + scope);
  }
}

package io.certvigil.policy;

import static io.certvigil.policy.EventType.CREDENTIAL_EXPIRING;

import java.time.Instant;

/**
 * Decides the end of one credential. It goes down the manual ladder, each rung one {@code
 * credential.expiring} and none told twice; that it is over is one more of them, resolved.
 */
final class CredentialCase {
  private final DecisionBuilder draft;
  private final Ladder ladder;
  private final String name;
  private final CertificateAlerts rows;

  CredentialCase(DecisionBuilder draft, Ladder ladder, String name, CertificateAlerts rows) {
    this.draft = draft;
    this.ladder = ladder;
    this.name = name;
    this.rows = rows;
  }

  void decide(DaemonHealth.CredentialHealth health) {
    var end = health.expiresAt();
    if (!health.expiryKnown()) {
      // Also a token that has just expired cannot say so any more: the last known end counts.
      rows.firing().stream().findFirst().ifPresent(alert -> follow(alert.id().incarnation()));
    } else if (end == null) {
      rows.firing().forEach(alert -> resolve(alert, Resolution.EXPIRY_CORRECTED));
    } else {
      follow(end);
    }
  }

  void resolve(Alert alert, Resolution resolution) {
    var resolved = alert.counted().resolved(resolution.word());
    rows.put(resolved);
    draft.put(resolved);
    var summary =
        switch (resolution) {
          case UNWATCHED -> "is no longer in the config";
          case RENEWED -> "has a later end";
          case EXPIRY_CORRECTED -> "has another end, or none";
          case RUNGS_CHANGED -> "is far from its end for the changed config";
          case REMOVED, REVOKED, NOT_IN_USE, SUPERSEDED -> resolution.word();
        };
    draft.tell(CREDENTIAL_EXPIRING, alert.severity(), prefix() + summary, resolved, null, null);
  }

  private void follow(Instant end) {
    var matter = LadderSubject.credential(() -> prefix() + EventText.expires(end, draft.now()));
    var beginning = new ExpiryAlertUpdate.Beginning(() -> row(end), false, false);
    new ExpiryAlertUpdate(draft, rows, ladder, matter, this::resolve)
        .follow(end, Resolution.RENEWED, beginning);
  }

  private Alert row(Instant end) {
    return rows.of(end)
        .orElseGet(
            () ->
                Alert.dormant(
                    new Alert.Id(DaemonCase.credentialKey(name), ScopeContext.incarnation(end), 1),
                    new Alert.Subject(CREDENTIAL_EXPIRING, "", "", EventText.clean(name)),
                    draft.now()));
  }

  private String prefix() {
    return "credential " + EventText.clean(name) + " ";
  }
}

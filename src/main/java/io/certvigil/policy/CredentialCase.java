package io.certvigil.policy;

import static io.certvigil.policy.EventType.CREDENTIAL_EXPIRING;

import java.time.Instant;

/**
 * Decides the end of one credential. It goes down the manual ladder, each rung one {@code
 * credential.expiring} and none told twice; that it is over is one more of them, resolved.
 */
final class CredentialCase {
  private final DecisionBuilder decision;
  private final Ladder ladder;
  private final String name;
  private final CertificateAlerts alerts;

  CredentialCase(DecisionBuilder draft, Ladder ladder, String name, CertificateAlerts rows) {
    this.decision = draft;
    this.ladder = ladder;
    this.name = name;
    this.alerts = rows;
  }

  void decide(DaemonHealth.CredentialHealth health) {
    var end = health.expiresAt();
    if (!health.expiryKnown()) {
      // Also a token that has just expired cannot say so any more: the last known end counts.
      alerts.firing().stream()
          .findFirst()
          .ifPresent(alert -> updateAlerts(alert.id().incarnation()));
    } else if (end == null) {
      alerts.firing().forEach(alert -> resolve(alert, Resolution.EXPIRY_CORRECTED));
    } else {
      updateAlerts(end);
    }
  }

  void resolve(Alert alert, Resolution resolution) {
    var resolved = alert.withNextSequence().resolved(resolution.word());
    alerts.put(resolved);
    decision.put(resolved);
    var summary =
        switch (resolution) {
          case UNWATCHED -> "is no longer in the config";
          case RENEWED -> "has a later end";
          case EXPIRY_CORRECTED -> "has another end, or none";
          case RUNGS_CHANGED -> "is far from its end for the changed config";
          case REMOVED, REVOKED, NOT_IN_USE, SUPERSEDED -> resolution.word();
        };
    decision.addEvent(
        CREDENTIAL_EXPIRING, alert.severity(), prefix() + summary, resolved, null, null);
  }

  private void updateAlerts(Instant end) {
    var matter = LadderSubject.credential(() -> prefix() + EventText.expires(end, decision.now()));
    var beginning = new ExpiryAlertUpdate.NewAlert(() -> alertFor(end), false, false);
    new ExpiryAlertUpdate(decision, alerts, ladder, matter, this::resolve)
        .update(end, Resolution.RENEWED, beginning);
  }

  private Alert alertFor(Instant end) {
    return alerts
        .about(end)
        .orElseGet(
            () ->
                Alert.neverFired(
                    new Alert.Id(
                        DaemonCase.credentialAlertKey(name), ScopeContext.incarnation(end), 1),
                    new Alert.Subject(CREDENTIAL_EXPIRING, "", "", EventText.clean(name)),
                    decision.now()));
  }

  private String prefix() {
    return "credential " + EventText.clean(name) + " ";
  }
}

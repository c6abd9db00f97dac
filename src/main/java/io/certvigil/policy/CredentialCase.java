package io.certvigil.policy;

import static io.certvigil.policy.EventType.CREDENTIAL_EXPIRING;

import java.time.Instant;

/**
 * Decides the expiry alert of one credential. It uses the manual ladder: each rung is one {@code
 * credential.expiring} event and no rung is sent twice; the resolution is one more event of this
 * type with a resolved alert.
 */
final class CredentialCase {
  private final DecisionBuilder decision;
  private final Ladder ladder;
  private final String name;
  private final CertificateAlerts alerts;

  CredentialCase(DecisionBuilder decision, Ladder ladder, String name, CertificateAlerts alerts) {
    this.decision = decision;
    this.ladder = ladder;
    this.name = name;
    this.alerts = alerts;
  }

  void decide(DaemonHealth.CredentialHealth health) {
    var end = health.expiresAt();
    if (!health.expiryKnown()) {
      // An expired token cannot report its expiry any more, so the last known expiry counts.
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
    var summary =
        switch (resolution) {
          case UNWATCHED -> "is no longer in the config";
          case RENEWED -> "has a later expiry";
          case EXPIRY_CORRECTED -> "has another expiry, or none";
          case RUNGS_CHANGED -> "is above the first alert step of the changed config";
          case REMOVED, REVOKED, NOT_IN_USE, SUPERSEDED, HANDED_OVER -> resolution.word();
        };
    alerts.put(
        decision.resolve(alert, CREDENTIAL_EXPIRING, resolution.word(), prefix() + summary, null));
  }

  private void updateAlerts(Instant end) {
    var subject = LadderSubject.credential(() -> prefix() + EventText.expires(end, decision.now()));
    var newAlert = new ExpiryAlertUpdate.NewAlert(() -> alertFor(end), false, false);
    new ExpiryAlertUpdate(decision, alerts, ladder, subject, this::resolve)
        .update(end, Resolution.RENEWED, newAlert);
  }

  private Alert alertFor(Instant end) {
    var subject = new Alert.Subject(CREDENTIAL_EXPIRING, "", "", EventText.clean(name));
    return alerts.aboutOrNew(end, DaemonCase.credentialAlertKey(name), subject, decision.now());
  }

  private String prefix() {
    return "The Cloudflare API token '" + EventText.clean(name) + "' ";
  }
}

package io.certvigil.policy;

import io.certvigil.diff.KnownCertificate;
import io.certvigil.diff.KnownScope;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.Scope;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.PolicySettings.ExpiryRule;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shared context for deciding the certificates of one scope. */
record ScopeContext(
    Scope scope,
    OverrideRules rules,
    Ladders ladders,
    Supersession supersession,
    DecisionBuilder decision) {

  static ScopeContext of(
      PolicySettings settings, WatchedScope watched, KnownScope known, Instant now) {
    return new ScopeContext(
        watched.scope(),
        new OverrideRules(settings.overrides(), watched),
        new Ladders(settings.rungs()),
        new Supersession(watched.scope(), known.items().values()),
        new DecisionBuilder(watched, now));
  }

  Instant now() {
    return decision.now();
  }

  @Nullable ExpiryRule rule(Certificate certificate) {
    return rules.of(certificate).orElse(null);
  }

  /** Why it is not alerted at present; empty if it is. */
  Optional<Resolution> notAlertedReason(Certificate certificate, @Nullable ExpiryRule rule) {
    return Resolution.byStatus(certificate)
        .or(
            () ->
                isSuperseded(certificate, rule)
                    ? Optional.of(Resolution.SUPERSEDED)
                    : Optional.empty());
  }

  boolean isSuperseded(Certificate certificate, @Nullable ExpiryRule rule) {
    return supersession.isCovered(certificate)
        || (rule != null
            && rule.supersededBySubject()
            && supersession.isSupersededByName(certificate));
  }

  String alertKey(Certificate certificate) {
    return AlertIds.expiryAlertKey(scope, certificate.id());
  }

  EventSummary summary(KnownCertificate item) {
    return new EventSummary(item, now());
  }

  /**
   * Whether it is the token of a credential of this daemon, whose expiry is already the subject of
   * {@link EventType#CREDENTIAL_EXPIRING}.
   */
  static boolean isOwnCredential(Certificate certificate) {
    return certificate.attributes().containsKey(Certificate.CREDENTIAL);
  }

  /** Whether its expiry cannot be read and never could. */
  static boolean isExpiryUnknown(Certificate certificate) {
    return certificate.expiry() instanceof Expiry.Unreadable(_, var lastKnown) && lastKnown == null;
  }
}

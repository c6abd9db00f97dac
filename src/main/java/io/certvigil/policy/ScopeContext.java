package io.certvigil.policy;

import io.certvigil.diff.KnownCertificate;
import io.certvigil.diff.KnownScope;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.Scope;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.PolicySettings.ExpiryRule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shared context for deciding the certificates of one scope. */
final class ScopeContext {
  private final Scope scope;
  private final OverrideRules rules;
  private final Ladders ladders;
  private final Supersession supersession;
  private final DecisionBuilder decision;

  ScopeContext(PolicySettings settings, WatchedScope watched, KnownScope known, Instant now) {
    this.scope = watched.scope();
    this.rules = new OverrideRules(settings.overrides(), watched);
    this.ladders = new Ladders(settings.rungs());
    this.supersession = new Supersession(scope, known.items().values());
    this.decision = new DecisionBuilder(watched, now);
  }

  DecisionBuilder decision() {
    return decision;
  }

  Instant now() {
    return decision.now();
  }

  Scope scope() {
    return scope;
  }

  @Nullable ExpiryRule rule(Certificate certificate) {
    return rules.of(certificate).orElse(null);
  }

  Ladder ladder(Certificate certificate, @Nullable ExpiryRule rule) {
    return ladders.of(certificate, rule);
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

  Supersession supersession() {
    return supersession;
  }

  String alertKey(Certificate certificate) {
    return AlertIds.expiryAlertKey(scope, certificate.id());
  }

  EventSummary summary(KnownCertificate item) {
    return new EventSummary(item, now());
  }

  static Instant incarnation(Instant end) {
    return end.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Whether its expiry cannot be read and never could. */
  static boolean isExpiryUnknown(Certificate certificate) {
    return certificate.expiry() instanceof Expiry.Unreadable(_, var lastKnown) && lastKnown == null;
  }
}

package io.certvigil.policy;

import io.certvigil.diff.Item;
import io.certvigil.diff.Known;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.Scope;
import io.certvigil.model.Watched;
import io.certvigil.policy.PolicySettings.ExpiryRule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every certificate of one scope is decided with. */
final class ScopeContext {
  private final Scope scope;
  private final OverrideRules rules;
  private final Ladders ladders;
  private final Supersession supersession;
  private final DecisionBuilder draft;

  ScopeContext(PolicySettings settings, Watched watched, Known known, Instant now) {
    this.scope = watched.scope();
    this.rules = new OverrideRules(settings.overrides(), watched);
    this.ladders = new Ladders(settings.rungs());
    this.supersession = new Supersession(scope, known.items().values());
    this.draft = new DecisionBuilder(watched, now);
  }

  DecisionBuilder draft() {
    return draft;
  }

  Instant now() {
    return draft.now();
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

  /** Why nothing is alerted about it as things stand; empty where something is. */
  Optional<Resolution> quiet(Certificate certificate, @Nullable ExpiryRule rule) {
    return Resolution.byStatus(certificate)
        .or(
            () ->
                superseded(certificate, rule)
                    ? Optional.of(Resolution.SUPERSEDED)
                    : Optional.empty());
  }

  boolean superseded(Certificate certificate, @Nullable ExpiryRule rule) {
    return supersession.covered(certificate)
        || (rule != null && rule.supersededBySubject() && supersession.named(certificate));
  }

  Supersession supersession() {
    return supersession;
  }

  String key(Certificate certificate) {
    return Ids.expiry(scope, certificate.id());
  }

  EventSummary words(Item item) {
    return new EventSummary(item, now());
  }

  static Instant incarnation(Instant end) {
    return end.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Whether its end cannot be read and never could. */
  static boolean unknown(Certificate certificate) {
    return certificate.expiry() instanceof Expiry.Unreadable(_, var lastKnown) && lastKnown == null;
  }
}

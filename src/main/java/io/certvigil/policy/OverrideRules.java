package io.certvigil.policy;

import io.certvigil.model.Certificate;
import io.certvigil.model.Glob;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.PolicySettings.ExpiryRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The overrides that may apply to a scope: the most specific first, among equals the later one. */
final class OverrideRules {
  private final List<NamedRule> rules;

  OverrideRules(List<ExpiryRule> overrides, WatchedScope watched) {
    var mine = new ArrayList<>(overrides.reversed());
    mine.removeIf(rule -> !rule.match().matches(watched.scope(), watched.labels()));
    // The sort is stable: of two equally specific rules, the later one of the config stays first.
    mine.sort(Comparator.comparingInt((ExpiryRule rule) -> rule.match().specificity()).reversed());
    this.rules = mine.stream().map(NamedRule::new).toList();
  }

  Optional<ExpiryRule> of(Certificate certificate) {
    for (var rule : rules) {
      if (rule.name().matches(certificate.name())) {
        return Optional.of(rule.rule());
      }
    }
    return Optional.empty();
  }

  private record NamedRule(Glob name, ExpiryRule rule) {
    NamedRule(ExpiryRule rule) {
      this(new Glob(rule.match().name()), rule);
    }
  }
}

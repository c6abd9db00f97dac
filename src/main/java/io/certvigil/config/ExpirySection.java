package io.certvigil.config;

import io.certvigil.policy.Matcher;
import io.certvigil.policy.PolicySettings;
import io.certvigil.policy.PolicySettings.ExpiryRule;
import io.certvigil.policy.Severity;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code expiry} of the config. */
final class ExpirySection {
  private static final Duration MAX_RUNG = Duration.ofDays(3650);

  private final MatchSection matchSection;

  ExpirySection(MatchSection matches) {
    this.matchSection = matches;
  }

  PolicySettings read(ConfigMapping block) {
    var rungs = block.get("rungs", PolicySettings.DEFAULTS.rungs(), ExpirySection::rungs);
    var overrides = block.list("overrides", List.of(), value -> rule(value.mapping()));
    block.rejectUnknownKeys();
    return new PolicySettings(rungs, overrides);
  }

  private ExpiryRule rule(ConfigMapping block) {
    block.require("match", "is missing: the certificates that this applies to; {} matches all");
    var match = block.get("match", Matcher.ALL, value -> matchSection.read(value.mapping()));
    var rungs = block.<@Nullable List<Duration>>get("rungs", null, ExpirySection::rungs);
    var severity =
        block.<@Nullable Severity>get(
            "severity", null, value -> value.enumConstant(Severity.class));
    boolean subject = block.get("superseded_by", false, ExpirySection::bySubject);
    boolean mute = block.get("mute", false, ConfigValue::bool);
    boolean nothing = !block.hasAny("rungs", "severity", "superseded_by", "mute");
    block.rejectUnknownKeys();
    if (nothing) {
      throw block.problem("changes nothing: give rungs, severity, superseded_by or mute");
    }
    return new ExpiryRule(match, rungs, severity, subject, mute);
  }

  private static boolean bySubject(ConfigValue value) {
    if (!value.text().equals("subject")) {
      throw value.problem("must be subject" + value.was());
    }
    return true;
  }

  private static List<Duration> rungs(ConfigValue value) {
    var seen = new HashSet<Duration>();
    var rungs = PatternRules.requireItems(value, value.mapItems(item -> rung(item, seen)));
    return rungs.stream().sorted(Comparator.reverseOrder()).toList();
  }

  private static Duration rung(ConfigValue value, Set<Duration> seen) {
    var rung = value.duration(Duration.ZERO, MAX_RUNG);
    if (rung.isZero()) {
      throw value.problem("must be positive: the rung 0 (expired) is always included");
    }
    if (!seen.add(rung)) {
      throw value.problem("is duplicated" + value.was());
    }
    return rung;
  }
}

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
  private static final Duration LONGEST = Duration.ofDays(3650);

  private final MatchSection matches;

  ExpirySection(MatchSection matches) {
    this.matches = matches;
  }

  PolicySettings read(Block block) {
    var rungs = block.get("rungs", PolicySettings.DEFAULTS.rungs(), ExpirySection::rungs);
    var overrides = block.list("overrides", List.of(), value -> rule(value.block()));
    block.done();
    return new PolicySettings(rungs, overrides);
  }

  private ExpiryRule rule(Block block) {
    var match = Matcher.ALL;
    if (block.require("match", "is missing: which certificates is this for? {} takes all")) {
      match = block.get("match", Matcher.ALL, value -> matches.read(value.block()));
    }
    var rungs = block.<@Nullable List<Duration>>get("rungs", null, ExpirySection::rungs);
    var severity =
        block.<@Nullable Severity>get("severity", null, value -> value.word(Severity.class));
    boolean subject = block.get("superseded_by", false, ExpirySection::bySubject);
    boolean mute = block.get("mute", false, Value::bool);
    boolean nothing = !block.hasAny("rungs", "severity", "superseded_by", "mute");
    block.done();
    if (nothing) {
      throw block.place("changes nothing: give rungs, severity, superseded_by or mute");
    }
    return new ExpiryRule(match, rungs, severity, subject, mute);
  }

  private static boolean bySubject(Value value) {
    if (!value.text().equals("subject")) {
      throw value.wrong("must be subject" + value.was());
    }
    return true;
  }

  private static List<Duration> rungs(Value value) {
    var seen = new HashSet<Duration>();
    var rungs = Patterns.filled(value, value.each(item -> rung(item, seen)));
    return rungs.stream().sorted(Comparator.reverseOrder()).toList();
  }

  private static Duration rung(Value value, Set<Duration> seen) {
    var rung = value.duration(Duration.ZERO, LONGEST);
    if (rung.isZero()) {
      throw value.wrong("must be positive: the rung 0 (expired) is always there");
    }
    if (!seen.add(rung)) {
      throw value.wrong("is there twice" + value.was());
    }
    return rung;
  }
}

package io.certvigil.decade;

import io.certvigil.model.Certificate;
import io.certvigil.policy.ExpectedLadder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A config for some time.
 *
 * @param days the rungs of certificates that are renewed manually
 * @param muted the name that is muted; null for none
 */
record RuleSet(List<Integer> days, @Nullable String muted) {
  static final long DAY = 86_400;

  boolean mutes(Certificate facts) {
    return facts.name().equals(muted);
  }

  ExpectedLadder ladder(Certificate facts, long end) {
    return ExpectedLadder.of(facts, end, days);
  }
}

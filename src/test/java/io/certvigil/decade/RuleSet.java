package io.certvigil.decade;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A config for some time and the rungs that it gives: the tables of the design in seconds.
 *
 * @param days the rungs of certificates that are renewed manually
 * @param muted the name that is muted; null for none
 */
record RuleSet(List<Integer> days, @Nullable String muted) {
  static final long DAY = 86_400;
  static final List<String> WORDS = List.of("info", "warning", "critical");
  private static final long SHORT = 10;

  boolean mutes(ListedFacts facts) {
    return facts.name().equals(muted);
  }

  /** The lifetime in whole days, rounded up; 0 if unknown. */
  private static long lifetimeDays(ListedFacts facts, long end) {
    return facts.notBefore() == 0 || facts.notBefore() >= end
        ? 0
        : Math.ceilDiv(end - facts.notBefore(), DAY);
  }

  /** How long before expiry a managed certificate is renewed. */
  static long renewal(long life) {
    if (life == 0 || life >= 80) {
      return 30 * DAY;
    }
    if (life >= 45) {
      return life * DAY / 3;
    }
    return life >= 20 ? 7 * DAY : life >= SHORT ? 3 * DAY : life * DAY / 2;
  }

  /** Longest first; the last is zero. */
  List<Long> rungs(ListedFacts facts, long end) {
    long life = lifetimeDays(facts, end);
    var rungs = new TreeSet<>(List.of(0L));
    if (facts.managed()) {
      long overdue = renewal(life) * 2 / 3;
      rungs.add(overdue);
      rungs.add(overdue / 2);
      List.of(7, 3, 1).stream().filter(day -> day * DAY < overdue).forEach(d -> rungs.add(d * DAY));
    } else if (life > 0 && life < SHORT) {
      List.of(2, 4, 8).forEach(part -> rungs.add(life * DAY / part));
    } else {
      days.stream().filter(day -> life == 0 || day * 3L <= life).forEach(d -> rungs.add(d * DAY));
    }
    return List.copyOf(rungs.descendingSet());
  }

  /** 0 to 2, an index of {@link #WORDS}. */
  int severity(ListedFacts facts, long end, long rung) {
    long life = lifetimeDays(facts, end);
    long critical = life == 0 ? 7 * DAY : Math.min(7 * DAY, life * DAY / 4);
    if (rung == 0) {
      return 2;
    }
    if (rung <= critical) {
      return facts.managed() && rungs(facts, end).getFirst() == rung ? 1 : 2;
    }
    return rung <= 30 * DAY ? 1 : 0;
  }
}

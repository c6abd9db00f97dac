package io.certvigil.policy;

import io.certvigil.model.Certificate;
import java.util.List;
import java.util.TreeSet;

/**
 * The tables of the design: the rungs of a certificate and their severities, in seconds.
 *
 * @param life the lifetime in whole days, rounded up; 0 if unknown
 * @param days the rungs of certificates that are renewed manually
 */
public record ExpectedLadder(boolean managed, long life, List<Integer> days) {
  public static final List<String> SEVERITIES = List.of("info", "warning", "critical");
  private static final List<Integer> DEFAULT = List.of(60, 30, 14, 7, 3, 1);
  private static final long DAY = 86_400;
  private static final long SHORT = 10;

  public static ExpectedLadder of(Certificate certificate, long end, List<Integer> days) {
    var begin = certificate.x509().notBefore();
    long time = begin == null ? 0 : Math.max(0, end - begin.getEpochSecond());
    return new ExpectedLadder(certificate.managed(), Math.ceilDiv(time, DAY), days);
  }

  /** With the default rungs. */
  static ExpectedLadder of(Certificate certificate, long end) {
    return of(certificate, end, DEFAULT);
  }

  /** How long before expiry a managed certificate is renewed. */
  public static long renewal(long life) {
    if (life == 0 || life >= 80) {
      return 30 * DAY;
    }
    if (life >= 45) {
      return life * DAY / 3;
    }
    return life >= 20 ? 7 * DAY : life >= SHORT ? 3 * DAY : life * DAY / 2;
  }

  /** Longest first; the last is zero. */
  public List<Long> rungs() {
    var rungs = new TreeSet<>(List.of(0L));
    if (managed) {
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

  /** An index of {@link #SEVERITIES}. */
  public int severity(long rung) {
    long critical = life == 0 ? 7 * DAY : Math.min(7 * DAY, life * DAY / 4);
    if (rung == 0) {
      return 2;
    }
    if (rung <= critical) {
      return managed && rungs().getFirst() == rung ? 1 : 2;
    }
    return rung <= 30 * DAY ? 1 : 0;
  }
}

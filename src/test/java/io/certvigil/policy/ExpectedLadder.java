package io.certvigil.policy;

import io.certvigil.model.Certificate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The rungs of the design, in seconds, longest first. */
final class ExpectedLadder {
  private static final long DAY = 86_400;

  private ExpectedLadder() {}

  private static long lifetimeDays(Certificate certificate, long end) {
    var begin = certificate.x509().notBefore();
    return begin == null || begin.getEpochSecond() >= end
        ? 0
        : Math.ceilDiv(end - begin.getEpochSecond(), DAY);
  }

  static List<Long> ladder(Certificate certificate, long end) {
    long days = lifetimeDays(certificate, end);
    var rungs = new TreeSet<Long>();
    rungs.add(0L);
    if (certificate.managed()) {
      long before =
          days == 0 || days >= 80
              ? 30 * DAY
              : days >= 45
                  ? days * DAY / 3
                  : days >= 20 ? 7 * DAY : days >= 10 ? 3 * DAY : days * DAY / 2;
      rungs.add(before * 2 / 3);
      rungs.add(before / 3);
      List.of(7, 3, 1).forEach(day -> add(rungs, day * DAY, day * DAY < before * 2 / 3));
    } else if (days > 0 && days < 10) {
      List.of(2, 4, 8).forEach(part -> rungs.add(days * DAY / part));
    } else {
      List.of(60, 30, 14, 7, 3, 1)
          .forEach(day -> add(rungs, day * DAY, days == 0 || day * 3L <= days));
    }
    return List.copyOf(rungs.descendingSet());
  }

  private static void add(Set<Long> rungs, long rung, boolean wanted) {
    if (wanted) {
      rungs.add(rung);
    }
  }

  static String severity(Certificate certificate, long end, long rung) {
    long days = lifetimeDays(certificate, end);
    long critical = days == 0 ? 7 * DAY : Math.min(7 * DAY, days * DAY / 4);
    var first = ladder(certificate, end).getFirst() == rung;
    if (rung == 0 || (rung <= critical && !(certificate.managed() && first))) {
      return "critical";
    }
    return rung <= 30 * DAY ? "warning" : "info";
  }
}

package io.certvigil.decade;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** The totals of all runs. */
final class RunCounts {
  private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

  void count(String what) {
    count(what, 1);
  }

  void count(String what, long number) {
    counts.computeIfAbsent(what, _ -> new LongAdder()).add(number);
  }

  long of(String what) {
    var count = counts.get(what);
    return count == null ? 0 : count.sum();
  }

  /**
   * The number of messages per renewal, without {@code renewed} and {@code appeared}, which are
   * sent only on request.
   */
  String perRenewal() {
    long loud = of("events") - of("sent certificate.renewed") - of("sent certificate.appeared");
    return "%.3f messages per renewal".formatted((double) loud / Math.max(1, of("renewals")));
  }

  @Override
  public String toString() {
    return counts + ", " + perRenewal();
  }
}

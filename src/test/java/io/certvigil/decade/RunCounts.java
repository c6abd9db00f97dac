package io.certvigil.decade;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What all lives together came to. */
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

  /** Loud ones are messages; {@code renewed} and {@code appeared} are heard by who asks. */
  String perRenewal() {
    long loud = of("events") - of("told certificate.renewed") - of("told certificate.appeared");
    return "%.3f messages per renewal".formatted((double) loud / Math.max(1, of("renewals")));
  }

  @Override
  public String toString() {
    return counts + ", " + perRenewal();
  }
}

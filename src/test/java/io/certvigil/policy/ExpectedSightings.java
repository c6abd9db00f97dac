package io.certvigil.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Computes from the whole history when each certificate was seen and when it counts as absent. */
final class ExpectedSightings {
  private static final long HOUR = 3_600;

  private final List<ExpectedEvents.Step> steps;
  private final long interval;
  private final Set<String> ids = new TreeSet<>();
  private final Map<String, boolean[]> absent = new TreeMap<>();
  private final Map<String, Integer> firsts = new TreeMap<>();

  ExpectedSightings(List<ExpectedEvents.Step> steps, long interval) {
    this.steps = steps;
    this.interval = interval;
    steps.forEach(step -> ids.addAll(step.seen().keySet()));
    ids.forEach(id -> absent.put(id, new boolean[steps.size()]));
    ids.forEach(id -> firsts.put(id, first(0, steps.size(), at -> isSeen(id, at))));
    for (int step = 0; step < steps.size(); step++) {
      for (var id : ids) {
        absentFlags(id)[step] = absentAt(id, step);
      }
    }
  }

  Set<String> ids() {
    return ids;
  }

  private boolean[] absentFlags(String id) {
    return absent.getOrDefault(id, new boolean[0]);
  }

  boolean absent(String id, int step) {
    return step >= 0 && absentFlags(id)[step];
  }

  boolean isSeen(String id, int step) {
    return steps.get(step).seen().containsKey(id);
  }

  int lastSighting(String id, int step) {
    int at = step;
    while (at >= 0 && !isSeen(id, at)) {
      at--;
    }
    return at;
  }

  int firstSighting(String id) {
    return firsts.getOrDefault(id, -1);
  }

  /** The first complete reading after the last sighting; -1 if there is none. */
  int missedAt(String id, int step) {
    int sight = lastSighting(id, step);
    return sight < 0 ? -1 : first(sight + 1, step + 1, this::complete);
  }

  boolean complete(int step) {
    return steps.get(step).kind() == ExpectedEvents.Kind.COMPLETE;
  }

  private boolean absentAt(String id, int step) {
    if (isSeen(id, step)) {
      return false;
    }
    if (absent(id, step - 1)) {
      return true;
    }
    int missed = missedAt(id, step);
    if (missed < 0 || missed == step || !complete(step)) {
      return false;
    }
    long waited = at(step) - at(missed);
    long needed = isMassLoss(at(missed), step, step - 1) ? 24 * HOUR : Math.min(10 * 60, interval);
    return waited >= needed;
  }

  /**
   * Whether more than half of ten or more certificates that were known before then and are not
   * absent are missing.
   */
  boolean isMassLoss(long since, int step, int before) {
    var pool =
        ids.stream()
            .filter(id -> firstSighting(id) <= step && at(firstSighting(id)) < since)
            .filter(id -> !absent(id, before))
            .toList();
    long missing = pool.stream().filter(id -> missedAt(id, step) >= 0).count();
    return pool.size() >= 10 && missing * 2 > pool.size();
  }

  private long at(int step) {
    return steps.get(step).at();
  }

  static int first(int from, int to, IntPredicate wanted) {
    return IntStream.range(from, to).filter(wanted).findFirst().orElse(-1);
  }
}

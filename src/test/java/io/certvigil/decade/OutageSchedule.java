package io.certvigil.decade;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/**
 * The random schedule of a whole installation: stops of the daemon, outages of the API, config
 * changes.
 */
final class OutageSchedule {
  static final long HOUR = 3_600;
  static final long START = 1_767_225_600; // the first hour of 2026
  static final long YEAR = 8_766 * HOUR;

  private final NavigableMap<Long, Long> stops;
  private final NavigableMap<Long, Long> outages;
  private final NavigableMap<Long, RuleSet> rules = new TreeMap<>();

  OutageSchedule(long seed, int years) {
    var random = new Random(seed);
    long end = START + years * YEAR;
    this.stops = periods(random, end, 60);
    this.outages = periods(random, end, 45);
    rules.put(START, new RuleSet(List.of(60, 30, 14, 7, 3, 1), null));
    long at = START;
    while ((at += HOUR * (24 * 100 + random.nextInt(24 * 700))) < end) {
      var days = new ArrayList<>(List.of(60, 30, 14, 7, 3, 1));
      days.removeIf(_ -> random.nextInt(4) == 0);
      days.add(1 + random.nextInt(50));
      rules.put(at, new RuleSet(days, random.nextBoolean() ? "n" + random.nextInt(5) : null));
    }
  }

  /** Mostly hours, sometimes days, rarely weeks. */
  private static NavigableMap<Long, Long> periods(Random random, long end, int apart) {
    var spells = new TreeMap<Long, Long>();
    long at = START;
    while ((at += HOUR * (1 + random.nextInt(48 * apart))) < end) {
      int hours =
          switch (random.nextInt(20)) {
            case 0 -> 24 * (7 + random.nextInt(21));
            case 1, 2, 3 -> 24 + random.nextInt(72);
            default -> 1 + random.nextInt(12);
          };
      spells.put(at, at + hours * HOUR);
      at += hours * HOUR;
    }
    return spells;
  }

  /** This time, or the end of the stop that contains it. */
  long afterStop(long at) {
    var stop = stops.floorEntry(at);
    return stop == null ? at : Math.max(at, stop.getValue());
  }

  boolean outage(long at) {
    var outage = outages.floorEntry(at);
    return outage != null && outage.getValue() > at;
  }

  RuleSet rules(long at) {
    return rules.floorEntry(at).getValue();
  }

  /** The next start or end of an outage or of a config. */
  long next(long at) {
    var outage = outages.floorEntry(at);
    long ends = outage != null && outage.getValue() > at ? outage.getValue() : Long.MAX_VALUE;
    return Math.min(ends, Math.min(higher(outages, at), higher(rules, at)));
  }

  private static long higher(NavigableMap<Long, ?> map, long at) {
    var key = map.higherKey(at);
    return key == null ? Long.MAX_VALUE : key;
  }
}

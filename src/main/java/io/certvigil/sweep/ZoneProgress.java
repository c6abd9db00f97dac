package io.certvigil.sweep;

import io.certvigil.model.WatchedScope;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts the zones of each running sweep. Thread-safe. */
final class ZoneProgress {
  private final Map<String, ZonesLeft> running = new HashMap<>();

  /** The number of remaining lists per zone. */
  private static final class ZonesLeft {
    private final Map<String, Integer> left = new HashMap<>();
    private int zones;

    void planned(Map<String, Integer> lists) {
      left.putAll(lists);
      zones = left.size();
    }

    void read(String zone) {
      left.computeIfPresent(zone, (_, lists) -> lists > 1 ? lists - 1 : null);
    }

    SweepStatus status() {
      return new SweepStatus(zones - left.size(), zones);
    }
  }

  synchronized void begin(String watch) {
    running.put(watch, new ZonesLeft());
  }

  /**
   * @param lists the number of due lists by zone id
   */
  synchronized void planned(String watch, Map<String, Integer> lists) {
    running.computeIfAbsent(watch, _ -> new ZonesLeft()).planned(lists);
  }

  /** A list was tried, with any outcome. */
  synchronized void read(WatchedScope list) {
    var stint = running.get(list.watch());
    if (stint != null) {
      stint.read(list.scope().owner().id());
    }
  }

  synchronized void end(String watch) {
    running.remove(watch);
  }

  /** The progress; empty if no sweep is running. */
  synchronized Optional<SweepStatus> status() {
    return running.values().stream().map(ZonesLeft::status).reduce(SweepStatus::plus);
  }
}

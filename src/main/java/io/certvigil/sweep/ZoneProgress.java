package io.certvigil.sweep;

import io.certvigil.model.WatchedScope;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts the zones of each watch's sweep while it runs. May be used from any thread. */
final class ZoneProgress {
  private final Map<String, ZonesLeft> running = new HashMap<>();

  /** How many lists are left of each zone. */
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
   * @param lists how many are due, by the zone's id
   */
  synchronized void planned(String watch, Map<String, Integer> lists) {
    running.computeIfAbsent(watch, _ -> new ZonesLeft()).planned(lists);
  }

  /** Tried, with whatever outcome. */
  synchronized void read(WatchedScope list) {
    var stint = running.get(list.watch());
    if (stint != null) {
      stint.read(list.scope().owner().id());
    }
  }

  synchronized void end(String watch) {
    running.remove(watch);
  }

  /** Empty while nothing runs. */
  synchronized Optional<SweepStatus> status() {
    return running.values().stream().map(ZonesLeft::status).reduce(SweepStatus::plus);
  }
}

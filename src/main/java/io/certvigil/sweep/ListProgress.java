package io.certvigil.sweep;

import io.certvigil.model.WatchedScope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts the lists of each running sweep. Thread-safe. */
final class ListProgress {
  private final Map<String, Counts> running = new HashMap<>();

  /** The lists of one sweep; one that is read again after a pause counts once. */
  private static final class Counts {
    private final Set<String> read = new HashSet<>();
    private int planned;

    SweepStatus status() {
      return new SweepStatus(read.size(), Math.max(planned, read.size()));
    }
  }

  synchronized void begin(String watch) {
    running.put(watch, new Counts());
  }

  /**
   * @param lists the number of due lists
   */
  synchronized void planned(String watch, int lists) {
    running.computeIfAbsent(watch, _ -> new Counts()).planned = lists;
  }

  /** A list was tried, with any outcome. */
  synchronized void read(WatchedScope list) {
    var counts = running.get(list.watch());
    if (counts != null) {
      counts.read.add(list.scope().key());
    }
  }

  synchronized void end(String watch) {
    running.remove(watch);
  }

  /** The progress; empty if no sweep is running. */
  synchronized Optional<SweepStatus> status() {
    return running.values().stream().map(Counts::status).reduce(SweepStatus::plus);
  }
}

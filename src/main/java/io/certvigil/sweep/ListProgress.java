package io.certvigil.sweep;

import io.certvigil.model.WatchedScope;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts the lists of each running sweep. Thread-safe. */
final class ListProgress {
  private final Map<String, SweepStatus> running = new HashMap<>();

  synchronized void begin(String watch) {
    running.put(watch, new SweepStatus(0, 0));
  }

  /**
   * @param lists the number of due lists
   */
  synchronized void planned(String watch, int lists) {
    running.put(watch, new SweepStatus(0, lists));
  }

  /** A list was tried, with any outcome. What became due since the sweep began is added. */
  synchronized void read(WatchedScope list) {
    running.computeIfPresent(
        list.watch(),
        (_, before) ->
            new SweepStatus(before.read() + 1, Math.max(before.lists(), before.read() + 1)));
  }

  synchronized void end(String watch) {
    running.remove(watch);
  }

  /** The progress; empty if no sweep is running. */
  synchronized Optional<SweepStatus> status() {
    return running.values().stream().reduce(SweepStatus::plus);
  }
}

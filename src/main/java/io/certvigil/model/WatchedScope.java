package io.certvigil.model;

import java.time.Duration;
import java.util.Map;

/**
 * A scope as it is watched: with which credential, by which entry of the config, how often.
 *
 * @param watch the name of the {@code watch} entry that took it; where two would, the first did
 * @param interval the effective time between two sweeps, stretched where the budget demands it
 * @param labels what the config hangs on its certificates; may be empty
 */
public record WatchedScope(
    Scope scope, String credential, String watch, Duration interval, Map<String, String> labels) {
  public WatchedScope {
    labels = Map.copyOf(labels);
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("interval: must be positive, was " + interval);
    }
  }
}

package io.certvigil.model;

import java.time.Duration;
import java.util.Map;

/**
 * A scope with its watch settings: the credential, the config entry and the sweep interval.
 *
 * @param watch the name of the {@code watch} entry that selects it; if several do, the first one
 * @param interval the effective time between two sweeps, longer than configured if the request
 *     budget requires it
 * @param labels the labels that the config gives to its certificates; may be empty
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

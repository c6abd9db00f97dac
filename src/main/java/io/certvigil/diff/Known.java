package io.certvigil.diff;

import io.certvigil.model.Scope;
import java.time.Duration;
import java.util.Map;

/**
 * What is known of a scope.
 *
 * @param baselined whether a complete reading of it was ever committed; before, nothing "appears"
 * @param interval the effective time between two readings
 * @param items by certificate id; absent ones included
 */
public record Known(Scope scope, boolean baselined, Duration interval, Map<String, Item> items) {
  public Known {
    items = Map.copyOf(items);
  }
}

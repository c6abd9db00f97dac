package io.certvigil.store;

import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Health;
import org.jspecify.annotations.Nullable;

/**
 * A row of table {@code scope}.
 *
 * @param watched the list; null for a discovery
 * @param active whether the config still watches it
 * @param reading the row id of its last reading; 0 if there is none
 */
record ScopeRow(
    long id,
    Health health,
    @Nullable WatchedScope watched,
    boolean active,
    boolean baselined,
    int items,
    int expected,
    long reading) {
  WatchedScope requireWatched() {
    if (watched == null) {
      throw new IllegalStateException(health.key() + " is not a list");
    }
    return watched;
  }
}

package io.certvigil.store.receiver;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a config comes into force.
 *
 * @param reload whether a running daemon applies it: then it can still send to the receivers of its
 *     previous config
 * @param discardedBy who agreed that what waits for removed channels is discarded; null if nobody
 *     did
 * @param uncomposed by channel, the ids of events that are sent to it and are not composed yet
 */
public record ConfigChange(
    boolean reload, @Nullable String discardedBy, Map<String, List<String>> uncomposed) {
  /** A start: nothing is discarded, and previous receivers are unknown. */
  public static final ConfigChange START = new ConfigChange(false, null, Map.of());

  public ConfigChange {
    uncomposed = Map.copyOf(uncomposed);
  }

  public boolean discards() {
    return discardedBy != null;
  }
}

package io.certvigil.store.view;

import io.certvigil.policy.Health;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of the store, for {@code doctor}.
 *
 * @param daemonRuns whether a daemon runs
 * @param written whether a write was tried and worked; false if the asker may not change anything
 * @param health of every watched list, and of the discovery of every credential
 * @param notices what an operator must know
 * @param usableBytes free space on its file system; null if unknown
 * @param shortage why disk space is running out; null while there is enough
 * @param damage the first damage that SQLite reports; null if there is none
 */
public record StoreFacts(
    boolean daemonRuns,
    boolean written,
    List<Health> health,
    List<String> notices,
    @Nullable Long usableBytes,
    @Nullable String shortage,
    @Nullable String damage) {
  public StoreFacts {
    health = List.copyOf(health);
    notices = List.copyOf(notices);
  }
}

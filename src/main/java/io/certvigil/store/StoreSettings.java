package io.certvigil.store;

import java.nio.file.Path;
import java.time.Duration;

/**
 * {@code store} of the config.
 *
 * @param file the SQLite database; its folder must exist and be writable
 * @param history how long versions, readings and closed deliveries are kept
 * @param attempts how long delivery attempts are kept
 */
public record StoreSettings(Path file, Duration history, Duration attempts) {
  public StoreSettings {
    if (!history.isPositive() || !attempts.isPositive()) {
      throw new IllegalArgumentException("store.retention: must be positive");
    }
  }
}

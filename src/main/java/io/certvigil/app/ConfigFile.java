package io.certvigil.app;

import io.certvigil.config.Config;
import io.certvigil.config.ConfigException;
import java.util.List;

/** Reads the configuration again for a reload. */
@FunctionalInterface
public interface ConfigFile {
  /** For a daemon whose configuration cannot be reloaded. */
  ConfigFile NONE =
      () -> {
        throw new ConfigException(List.of("the config of this daemon cannot be reloaded"));
      };

  /**
   * Reads the whole configuration again.
   *
   * @throws ConfigException with every problem at once
   */
  Config read();

  /** Called when this configuration has become the running one. */
  default void applied(Config config) {}
}

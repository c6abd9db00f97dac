package io.certvigil.app;

import io.certvigil.config.Config;
import io.certvigil.config.ConfigException;
import java.util.List;

/** Where a changed configuration comes from. */
@FunctionalInterface
public interface ConfigFile {
  /** For who never reads it again. */
  ConfigFile NONE =
      () -> {
        throw new ConfigException(List.of("this daemon reads no config again"));
      };

  /**
   * Reads it anew, whole.
   *
   * @throws ConfigException with every problem at once
   */
  Config read();

  /** It is the running one from now on. */
  default void applied(Config config) {}
}

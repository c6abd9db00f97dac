package io.certvigil.web.site;

import java.util.List;

/** Reloads the configuration, for {@code POST /-/reload}. */
@FunctionalInterface
public interface ConfigReload {
  /** Waits until it is applied; empty on success, else the problems, one line each. */
  List<String> problems();
}

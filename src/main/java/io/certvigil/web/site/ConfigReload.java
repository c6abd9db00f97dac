package io.certvigil.web.site;

import java.util.List;

/** Applies a changed configuration: {@code POST /-/reload}. */
@FunctionalInterface
public interface ConfigReload {
  /** Waits until it is applied; empty if that succeeded, else the reasons, a line each. */
  List<String> problems();
}

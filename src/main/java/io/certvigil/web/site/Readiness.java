package io.certvigil.web.site;

import java.util.Optional;

/** Whether the daemon is ready, for {@code /-/ready}. */
@FunctionalInterface
public interface Readiness {
  /** Why it is not ready; empty if it is. Must return without waiting. */
  Optional<String> notReadyBecause();
}

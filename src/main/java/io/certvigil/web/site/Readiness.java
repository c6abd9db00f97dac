package io.certvigil.web.site;

import java.util.Optional;

/** Whether the daemon does its work: the answer at {@code /-/ready}. */
@FunctionalInterface
public interface Readiness {
  /** Why it is not ready; empty if it is. Must answer at once. */
  Optional<String> notReadyBecause();
}

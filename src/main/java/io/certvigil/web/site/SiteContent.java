package io.certvigil.web.site;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that is served over HTTP; a reload replaces it as a whole.
 *
 * @param notReadyBecause why the daemon is not ready; empty if it is. Must return without waiting
 * @param reload reloads the configuration and waits until it is applied; empty on success, else the
 *     problems, one line each
 */
public record SiteContent(
    MetricsExposition metrics,
    Supplier<Optional<String>> notReadyBecause,
    Reload reload,
    SiteContext context) {

  /** Reloads the configuration. */
  @FunctionalInterface
  public interface Reload {
    /**
     * Waits until it is applied; returns the problems.
     *
     * @param discardedBy who agreed that what waits for removed channels is discarded; null if
     *     nobody did
     */
    List<String> reload(@Nullable String discardedBy);
  }
}

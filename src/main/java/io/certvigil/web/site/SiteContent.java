package io.certvigil.web.site;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

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
    Supplier<List<String>> reload,
    SiteContext context) {}

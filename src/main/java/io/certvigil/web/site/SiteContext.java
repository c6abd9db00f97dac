package io.certvigil.web.site;

import io.certvigil.store.Store;
import java.time.InstantSource;

/** The data sources of the pages and the API. */
public record SiteContext(
    InstallationInfo about,
    CachedFigures figures,
    Store store,
    DaemonInfo daemon,
    InstantSource clock) {}

package io.certvigil.web.site;

import io.certvigil.store.Inventory;
import io.certvigil.store.Outbox;
import io.certvigil.store.Scopes;
import io.certvigil.store.Store;
import java.time.InstantSource;

/** The data sources of the pages and the API. */
public record SiteContext(
    InstallationInfo about,
    CachedFigures figures,
    Store store,
    DaemonInfo daemon,
    InstantSource clock) {
  public Inventory inventory() {
    return store.inventory();
  }

  public Scopes scopes() {
    return store.scopes();
  }

  public Outbox outbox() {
    return store.outbox();
  }
}

package io.certvigil.cli.options;

import io.certvigil.cli.socket.SocketDaemon;
import io.certvigil.config.Config;
import io.certvigil.policy.Policy;
import io.certvigil.store.Store;
import io.certvigil.store.StoreQueries;
import io.certvigil.store.view.CommandChanges;
import io.certvigil.store.view.CommandQueries;
import java.time.Instant;

/** What a command reads and changes, of a running daemon or of a store that it has opened. */
public record StoreAccess(CommandQueries queries, CommandChanges changes) implements AutoCloseable {
  static StoreAccess of(SocketDaemon daemon) {
    return new StoreAccess(daemon.queries(), daemon.changes());
  }

  static StoreAccess of(Store store, Config config, Instant now) {
    var opened = new StoreQueries(store, new Policy(config.expiry()), now);
    return new StoreAccess(opened, opened);
  }

  @Override
  public void close() {
    queries.close();
  }
}

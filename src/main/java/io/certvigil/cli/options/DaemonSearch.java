package io.certvigil.cli.options;

import io.certvigil.cli.socket.SocketDaemon;
import io.certvigil.cloudflare.http.Ticker;
import io.certvigil.config.Config;
import io.certvigil.store.Store;
import io.certvigil.store.failure.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the daemon of a config at its socket. A command never opens the store of a process that has
 * it open: if that is starting or stopping, the command waits for its socket or its end.
 *
 * @param command as it is typed
 */
record DaemonSearch(Config config, Ticker ticker, String command) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration INTERVAL = Duration.ofMillis(100);

  /** Empty if no daemon runs. */
  Optional<SocketDaemon> find() {
    try {
      return search();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while waiting for the daemon's socket", e);
    }
  }

  private Optional<SocketDaemon> search() throws InterruptedException {
    long begin = ticker.nanos();
    var daemon = SocketDaemon.at(sockets(), command);
    while (daemon.isEmpty() && isStoreInUse()) {
      if (ticker.nanos() - begin >= PATIENCE.toNanos()) {
        throw unserved();
      }
      ticker.sleep(INTERVAL);
      daemon = SocketDaemon.at(sockets(), command);
    }
    return daemon;
  }

  private List<Path> sockets() {
    return Stream.of(config.socket(), config.socketBesideStore()).distinct().toList();
  }

  /** Not asked of who cannot open the store: then opening it says why. */
  private boolean isStoreInUse() {
    return Files.isReadable(config.store().file()) && Store.isInUse(config.store());
  }

  private StoreException unserved() {
    return new StoreException(
        "a daemon uses %s, but does not answer at its socket %s: it is starting, stopping or hangs,"
                .formatted(config.store().file(), config.socket())
            + " or could not make the socket (see its log; web.socket is the path); try again");
  }
}

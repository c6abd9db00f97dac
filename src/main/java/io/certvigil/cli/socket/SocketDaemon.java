package io.certvigil.cli.socket;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A running daemon, as commands meet it at its socket. */
public record SocketDaemon(SocketQueries queries, SocketChanges changes) {
  /**
   * The daemon at the first of these sockets that is served; empty if none is.
   *
   * @param command as it is typed, for a refusal that names it
   */
  public static Optional<SocketDaemon> at(List<Path> sockets, String command) {
    return sockets.stream()
        .map(SocketClient::new)
        .filter(SocketClient::isServed)
        .findFirst()
        .map(client -> new SocketApi(client, command))
        .map(api -> new SocketDaemon(new SocketQueries(api), new SocketChanges(api)));
  }
}

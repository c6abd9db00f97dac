package io.certvigil.web.server;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process at the other end of the Unix socket. The kernel says whose it is: no password is
 * needed, and nothing that the client sends can change it. Who may connect is decided by the mode
 * of the socket: its owner, its group and root.
 *
 * @param user the name of its user
 * @param mayChange whether it may change something: the owner of the socket and root may
 */
public record SocketPeer(String user, boolean mayChange) {
  private static final Logger log = LoggerFactory.getLogger(SocketPeer.class);

  /** Empty for a request that came over the network. */
  public static Optional<SocketPeer> of(Request request) {
    var metaData = request.getConnectionMetaData();
    return metaData.getConnector() instanceof UnixDomainServerConnector connector
        ? Optional.of(
            peer(
                metaData.getConnection().getEndPoint().getTransport(),
                connector.getUnixDomainPath()))
        : Optional.empty();
  }

  private static SocketPeer peer(Object transport, Path path) {
    try {
      var user = ((SocketChannel) transport).getOption(ExtendedSocketOptions.SO_PEERCRED).user();
      return new SocketPeer(user.getName(), user.equals(Files.getOwner(path)) || isRoot(user));
    } catch (IOException e) {
      log.atWarn().setCause(e).log("the user of a connection to the socket is unknown");
      return new SocketPeer("unknown", false);
    }
  }

  /** A system without a list of users gives the number. */
  private static boolean isRoot(UserPrincipal user) {
    return user.getName().equals("root") || user.getName().equals("0");
  }
}

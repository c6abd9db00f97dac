package io.certvigil.web.server;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Unix socket at which commands meet the daemon. It serves what the network address serves, to
 * its owner, its group and root; see {@link SocketPeer}. Without it the daemon works, and commands
 * of its owner and of root open the store themselves: a failure is logged.
 */
public final class CommandSocket {
  private static final Logger log = LoggerFactory.getLogger(CommandSocket.class);
  private static final String MODE = "rw-rw----";
  private static final int HEADER_BYTES = 16 * 1024;
  private static final long IDLE_MILLIS = 30_000;

  /**
   * How many connections there can be at the same time, so that a member of the group cannot use up
   * the daemon's descriptors. Each may need a thread.
   */
  public static final int MAX_CONNECTIONS = 64;

  private final UnixDomainServerConnector connector;
  private final NetworkConnectionLimit limit;
  private final Path path;
  private final Path link;

  /**
   * Prepares the socket; it does not listen yet.
   *
   * @param link beside the store, where commands look for a socket that is elsewhere
   */
  public CommandSocket(Server server, Path path, Path link) {
    this.path = path;
    this.link = link;
    var http = new HttpConnectionFactory(Listener.httpConfiguration(HEADER_BYTES));
    connector = new UnixDomainServerConnector(server, 1, 1, http);
    connector.setUnixDomainPath(path);
    connector.setIdleTimeout(IDLE_MILLIS);
    limit = new NetworkConnectionLimit(MAX_CONNECTIONS, connector);
  }

  /** Starts listening, on a server that runs and stops it. */
  public void start(Server server) {
    try {
      removeUnused();
      server.addConnector(connector);
      server.addBean(limit);
      limit.start();
      connector.start();
      // Until here nobody but the owner could connect: that needs the right to write.
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(MODE));
      linkBesideTheStore();
    } catch (Exception e) {
      server.removeConnector(connector);
      server.removeBean(limit);
      log.atWarn()
          .addKeyValue("socket", path)
          .addKeyValue("error", e.getMessage())
          .log("web.socket cannot be used; only the daemon's user and root can run commands");
    }
  }

  /** Removes the socket of a daemon that was killed. Another file, and one that is served, stay. */
  private void removeUnused() throws IOException {
    if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (isServed()) {
      throw new FileAlreadyExistsException(path + " is the socket of another daemon");
    }
    remove(path, attributes(path).isOther());
  }

  private boolean isServed() {
    try {
      SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
      return true;
    } catch (IOException e) {
      return false; // nobody listens
    }
  }

  private void linkBesideTheStore() throws IOException {
    if (!path.equals(link)) {
      if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        var old = attributes(link);
        remove(link, old.isSymbolicLink() || old.isOther());
      }
      Files.createSymbolicLink(link, path);
    }
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static void remove(Path file, boolean ours) throws IOException {
    if (!ours) {
      throw new FileAlreadyExistsException(file + " exists and is no socket");
    }
    Files.delete(file);
  }
}

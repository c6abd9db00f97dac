package io.certvigil.net;

import java.net.Socket;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes the connections to one remote: of the HTTP clients, of mail, and of probes. Which proxy
 * they take, whom they trust and how they choose among several addresses is decided here alone.
 * Thread-safe.
 */
public final class Connector {
  private final OutboundSettings settings;
  private final NameResolver names;
  private final OutboundTls tls;

  /** With a resolver of its own. */
  public Connector(OutboundSettings settings) {
    this(settings, new NameResolver());
  }

  /**
   * @param names shared, so that a name that stops resolving keeps its addresses also after a
   *     reload
   */
  public Connector(OutboundSettings settings, NameResolver names) {
    this.settings = settings;
    this.names = names;
    tls = new OutboundTls(settings);
  }

  /**
   * A connection that is not established yet. It reads at most 256 KiB.
   *
   * @param host a name or an address; also an IPv6 address in brackets
   * @param encrypted whether it will use TLS. Without, only addresses of loopback are allowed, and
   *     no proxy is used, because the connection can be read on the network
   * @param limit of each read; also of name lookup and connecting if it is less than five seconds
   */
  public CancellableConnection connection(
      String host, int port, boolean encrypted, Duration limit) {
    return connection(host, port, encrypted, limit, BoundedSocket::new);
  }

  /** For a reader that has limits of its own. */
  CancellableConnection unboundedConnection(
      String host, int port, boolean encrypted, Duration limit) {
    return connection(host, port, encrypted, limit, Socket::new);
  }

  private CancellableConnection connection(
      String host, int port, boolean encrypted, Duration limit, Supplier<Socket> sockets) {
    var remote = new RemoteEndpoint(HostName.of(host), port, encrypted);
    return new CancellableConnection(remote, settings, names, tls, limit, sockets);
  }

  /** Creates TLS sockets; the caller must have the host verified. */
  public SSLSocketFactory tls() {
    return tls.factory();
  }

  /** For people: {@code , through PROXY}, or empty for a direct connection. */
  public String route(String host, int port) {
    return settings
        .proxyFor(HostName.of(host), port)
        .map(proxy -> ", through " + proxy.address())
        .orElse("");
  }
}

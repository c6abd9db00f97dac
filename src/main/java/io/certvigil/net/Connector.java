package io.certvigil.net;

import java.net.Socket;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.HostnameVerifier;
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

  /**
   * Starts TLS on connections to this host, for a library that does it itself. The certificate is
   * verified during the handshake if {@link #isVerifiedByJava}, else by {@link #verifier}.
   */
  public SSLSocketFactory tls(String host, int port) {
    return new FixedHostTls(tls, HostName.of(host), port);
  }

  /** Whether Java can verify that a certificate is valid for this host. */
  public static boolean isVerifiedByJava(String host) {
    return OutboundTls.isVerifiedByJava(host);
  }

  /** Verifies after the handshake what Java cannot verify; accepts the rest. */
  public static HostnameVerifier verifier(String host) {
    return OutboundTls.verifier(HostName.of(host));
  }

  /** For people: {@code , through PROXY}, or empty for a direct connection. */
  public String route(String host, int port) {
    return settings
        .proxyFor(HostName.of(host), port)
        .map(proxy -> ", through " + proxy.address())
        .orElse("");
  }
}

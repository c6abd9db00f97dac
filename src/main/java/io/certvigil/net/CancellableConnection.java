package io.certvigil.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * The TCP connection of one attempt, directly or through a proxy. Any thread may cancel it at any
 * time, also while it is being established.
 */
public final class CancellableConnection implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final RemoteEndpoint remote;
  private final OutboundSettings settings;
  private final NameResolver names;
  private final OutboundTls tls;
  private final Duration limit;
  private final Supplier<Socket> newSockets;
  private final Set<Socket> sockets = new HashSet<>();
  private boolean cancelled;

  CancellableConnection(
      RemoteEndpoint remote,
      OutboundSettings settings,
      NameResolver names,
      OutboundTls tls,
      Duration limit,
      Supplier<Socket> newSockets) {
    this.remote = remote;
    this.settings = settings;
    this.names = names;
    this.tls = tls;
    this.limit = limit;
    this.newSockets = newSockets;
  }

  /**
   * Connects to the first address of the host that accepts, within five seconds or the limit if
   * that is shorter.
   *
   * @throws ProxyException if the proxy does not open a tunnel
   */
  public Socket connect() throws IOException {
    var proxy =
        remote.encrypted()
            ? settings.proxyFor(remote.host(), remote.port())
            : Optional.<ProxyServer>empty();
    return proxy.isEmpty()
        ? connectTo(remote.host(), remote.port(), !remote.encrypted())
        : tunnel(proxy.get());
  }

  private Socket tunnel(ProxyServer proxy) throws IOException {
    var wire = connectTo(proxy);
    new HttpTunnel(proxy, settings.proxyKey()).open(wire, remote.host(), remote.port());
    return wire;
  }

  private Socket connectTo(ProxyServer proxy) throws IOException {
    try {
      var wire = connectTo(proxy.host(), proxy.port(), false);
      return proxy.encrypted() ? tls.start(wire, proxy.host(), proxy.port()) : wire;
    } catch (IOException e) {
      var why = ConnectFaults.explanation(e).orElse(e.getClass().getSimpleName());
      throw new ProxyException(
          "cannot connect to the proxy %s: %s; check %s"
              .formatted(proxy.address(), why, settings.proxyKey()),
          e);
    }
  }

  private Socket connectTo(String host, int port, boolean loopbackOnly) throws IOException {
    var connect = limit.compareTo(CONNECT_TIMEOUT) < 0 ? limit : CONNECT_TIMEOUT;
    var targets = new ArrayList<InetSocketAddress>();
    for (var address : AddressRace.interleaved(names.addresses(host, connect))) {
      if (!loopbackOnly || address.isLoopbackAddress()) {
        targets.add(target(host, address, port));
      }
    }
    if (targets.isEmpty()) {
      throw new SSLException("without TLS only loopback addresses are allowed");
    }
    var winner = new AddressRace(this::newSocket, connect).run(targets);
    keepOnly(winner);
    winner.setSoTimeout((int) limit.toMillis());
    winner.setTcpNoDelay(true);
    return winner;
  }

  /**
   * The address keeps the host name of the config, because the certificate is checked against that
   * name and not against a name from DNS.
   */
  private static InetSocketAddress target(String host, InetAddress address, int port)
      throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByAddress(host, address.getAddress()), port);
  }

  /** Starts TLS on a socket that {@link #connect} returned; the certificate must match the host. */
  public SSLSocket startTls(Socket plain) throws IOException {
    return tls.start(plain, remote.host(), remote.port());
  }

  private synchronized Socket newSocket() throws IOException {
    if (cancelled) {
      throw new SocketTimeoutException("cancelled");
    }
    var socket = newSockets.get();
    sockets.add(socket);
    return socket;
  }

  private synchronized void keepOnly(Socket winner) throws IOException {
    if (cancelled) {
      throw new SocketTimeoutException("cancelled");
    }
    sockets.remove(winner);
    close();
    sockets.add(winner);
  }

  /** True if {@link #cancel} was called. */
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /** Aborts the attempt in any state. */
  public synchronized void cancel() {
    cancelled = true;
    close();
  }

  @Override
  public synchronized void close() {
    for (var socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        // The socket cannot be used in either case.
      }
    }
    sockets.clear();
  }
}

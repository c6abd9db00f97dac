package io.certvigil.notify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** The connection of one attempt. Whoever holds it can cut it at any moment. */
final class Dial implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final String host;
  private final int port;
  private final boolean loopbackOnly;
  private final Duration limit;
  private @Nullable Socket socket;
  private boolean cut;

  /**
   * Connects to nothing yet.
   *
   * @param loopbackOnly refuses every other address, as nothing there would be kept secret
   */
  Dial(String host, int port, boolean loopbackOnly, Duration limit) {
    this.host = host;
    this.port = port;
    this.loopbackOnly = loopbackOnly;
    this.limit = limit;
  }

  static Dial to(Settings.Smtp server, Duration limit) {
    return new Dial(server.host(), server.port(), server.tls() == Settings.Smtp.Tls.NONE, limit);
  }

  /** The first address that answers. */
  Socket reach() throws IOException {
    IOException fault = new UnknownHostException(host);
    for (var address : addresses()) {
      try {
        return connected(address);
      } catch (IOException e) {
        fault = e;
      }
    }
    throw fault;
  }

  /**
   * Asks in a thread of its own, since a resolver that hangs cannot be cut. The address keeps the
   * name of the config: against that, not against what DNS says, the certificate is checked.
   */
  private List<InetAddress> addresses() throws IOException {
    var asked = new CompletableFuture<InetAddress[]>();
    Thread.ofPlatform().daemon().name("receiver-lookup").start(() -> lookUp(asked));
    try {
      var found = asked.get(least(CONNECT, limit).toMillis(), TimeUnit.MILLISECONDS);
      return List.of(found);
    } catch (ExecutionException e) {
      throw new UnknownHostException(e.getMessage());
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("no answer of the resolver");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SocketTimeoutException("interrupted");
    }
  }

  private void lookUp(CompletableFuture<InetAddress[]> asked) {
    try {
      asked.complete(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      asked.completeExceptionally(e);
    }
  }

  private Socket connected(InetAddress address) throws IOException {
    if (loopbackOnly && !address.isLoopbackAddress()) {
      throw new SSLException("without TLS to loopback only");
    }
    var wire = fresh();
    var named = InetAddress.getByAddress(host, address.getAddress());
    wire.connect(new InetSocketAddress(named, port), (int) least(CONNECT, limit).toMillis());
    wire.setSoTimeout((int) limit.toMillis());
    wire.setTcpNoDelay(true);
    return wire;
  }

  /** TLS over a connection, with whom the config names. */
  SSLSocket secured(Socket wire, SSLSocketFactory tls) throws IOException {
    var secured = (SSLSocket) tls.createSocket(wire, host, port, true);
    var parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private synchronized Socket fresh() throws IOException {
    if (cut) {
      throw new SocketTimeoutException("cut");
    }
    close();
    socket = new BoundedSocket();
    return socket;
  }

  synchronized boolean wasCut() {
    return cut;
  }

  /** Ends the attempt, wherever it is. */
  synchronized void cut() {
    cut = true;
    close();
  }

  @Override
  public synchronized void close() {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is gone either way.
      }
    }
  }
}

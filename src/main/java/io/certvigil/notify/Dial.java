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
import org.jspecify.annotations.Nullable;

/** The connection of one attempt. Whoever holds it can cut it at any moment. */
final class Dial implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final Settings.Smtp server;
  private final Duration limit;
  private @Nullable Socket socket;
  private boolean cut;

  Dial(Settings.Smtp server, Duration limit) {
    this.server = server;
    this.limit = limit;
  }

  /** The first address that answers. */
  Socket reach() throws IOException {
    IOException fault = new UnknownHostException(server.host());
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
    Thread.ofPlatform().daemon().name("mail-server-lookup").start(() -> lookUp(asked));
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
      asked.complete(InetAddress.getAllByName(server.host()));
    } catch (UnknownHostException e) {
      asked.completeExceptionally(e);
    }
  }

  private Socket connected(InetAddress address) throws IOException {
    if (server.tls() == Settings.Smtp.Tls.NONE && !address.isLoopbackAddress()) {
      throw new SSLException("without TLS to loopback only");
    }
    var wire = fresh();
    var named = InetAddress.getByAddress(server.host(), address.getAddress());
    wire.connect(
        new InetSocketAddress(named, server.port()), (int) least(CONNECT, limit).toMillis());
    wire.setSoTimeout((int) limit.toMillis());
    wire.setTcpNoDelay(true);
    return wire;
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

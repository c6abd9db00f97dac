package io.certvigil.net;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
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

/**
 * The TCP connection of one attempt. Any thread may cancel it at any time, also while it is being
 * established.
 */
public final class CancellableConnection implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final String host;
  private final int port;
  private final boolean loopbackOnly;
  private final Duration limit;
  private @Nullable Socket socket;
  private boolean cancelled;

  /**
   * Creates the connection object; does not connect yet.
   *
   * @param loopbackOnly refuses every other address, because a connection without TLS can be read
   *     on the network
   * @param limit of each read; also of name lookup and connecting if it is less than five seconds
   */
  public CancellableConnection(String host, int port, boolean loopbackOnly, Duration limit) {
    this.host = host;
    this.port = port;
    this.loopbackOnly = loopbackOnly;
    this.limit = limit;
  }

  /** Connects to the first address of the host that accepts. */
  public Socket connect() throws IOException {
    IOException fault = new UnknownHostException(host);
    for (var address : addresses()) {
      try {
        return connectTo(address);
      } catch (IOException e) {
        fault = e;
      }
    }
    throw fault;
  }

  /**
   * Resolves the host in a separate thread, because a hanging lookup cannot be cancelled. The
   * address keeps the host name of the config, because the certificate is checked against that name
   * and not against a name from DNS.
   */
  private List<InetAddress> addresses() throws IOException {
    var lookup = new CompletableFuture<InetAddress[]>();
    Thread.ofPlatform().daemon().name("receiver-lookup").start(() -> lookUp(lookup));
    try {
      var found = lookup.get(shorter(CONNECT_TIMEOUT, limit).toMillis(), TimeUnit.MILLISECONDS);
      return List.of(found);
    } catch (ExecutionException e) {
      throw new UnknownHostException(e.getMessage());
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("no response from the DNS resolver");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SocketTimeoutException("interrupted");
    }
  }

  private void lookUp(CompletableFuture<InetAddress[]> lookup) {
    try {
      lookup.complete(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      lookup.completeExceptionally(e);
    }
  }

  private Socket connectTo(InetAddress address) throws IOException {
    if (loopbackOnly && !address.isLoopbackAddress()) {
      throw new SSLException("without TLS only loopback addresses are allowed");
    }
    var candidate = newSocket();
    var named = InetAddress.getByAddress(host, address.getAddress());
    candidate.connect(
        new InetSocketAddress(named, port), (int) shorter(CONNECT_TIMEOUT, limit).toMillis());
    candidate.setSoTimeout((int) limit.toMillis());
    candidate.setTcpNoDelay(true);
    return candidate;
  }

  /** Starts TLS on a socket that {@link #connect} returned; the certificate must match the host. */
  public SSLSocket startTls(Socket plain, SSLSocketFactory tls) throws IOException {
    var secured = (SSLSocket) tls.createSocket(plain, host, port, true);
    var parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private synchronized Socket newSocket() throws IOException {
    if (cancelled) {
      throw new SocketTimeoutException("cancelled");
    }
    close();
    socket = new BoundedSocket();
    return socket;
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
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // The socket cannot be used in either case.
      }
    }
  }

  /** A socket that reads at most 256 KiB, so that an endless reply cannot exhaust the memory. */
  private static final class BoundedSocket extends Socket {
    private static final int LIMIT = 256 * 1024;

    @Override
    public InputStream getInputStream() throws IOException {
      return new Bounded(super.getInputStream());
    }

    private static final class Bounded extends FilterInputStream {
      private int remaining = LIMIT;

      Bounded(InputStream in) {
        super(in);
      }

      @Override
      public int read() throws IOException {
        int read = super.read();
        count(1);
        return read;
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        int read = super.read(bytes, from, length);
        count(read);
        return read;
      }

      private void count(int read) throws IOException {
        remaining -= Math.max(0, read);
        if (remaining < 0) {
          throw new IOException("more than " + LIMIT + " bytes received");
        }
      }
    }
  }
}

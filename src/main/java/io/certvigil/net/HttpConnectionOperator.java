package io.certvigil.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/** Lets the HTTP client connect through the {@link Connector}. */
final class HttpConnectionOperator implements HttpClientConnectionOperator {
  private final Connector connector;

  HttpConnectionOperator(Connector connector) {
    this.connector = connector;
  }

  @Override
  public void connect(
      ManagedHttpClientConnection conn,
      HttpHost host,
      @Nullable InetSocketAddress localAddress,
      TimeValue connectTimeout,
      SocketConfig socketConfig,
      HttpContext context)
      throws IOException {
    boolean encrypted = "https".equals(host.getSchemeName());
    int port = host.getPort() > 0 ? host.getPort() : RemoteEndpoint.defaultPort(encrypted);
    var limit = Duration.ofMillis(connectTimeout.toMilliseconds());
    var connection = connector.unboundedConnection(host.getHostName(), port, encrypted, limit);
    conn.bind(new CancellingSocket(connection));
    try {
      var wire = connection.connect();
      conn.bind(encrypted ? connection.startTls(wire) : wire);
      conn.setSocketTimeout(socketConfig.getSoTimeout());
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void upgrade(ManagedHttpClientConnection conn, HttpHost host, HttpContext context)
      throws IOException {
    throw new SocketException("a connection is established with TLS, or stays without");
  }

  /** Stands for the connection while it is being established: closing it cancels the attempt. */
  private static final class CancellingSocket extends Socket {
    private final CancellableConnection connection;

    CancellingSocket(CancellableConnection connection) {
      this.connection = connection;
    }

    @Override
    public int getSoTimeout() {
      return 0; // without the file descriptor that Java would open to find out
    }

    @Override
    public void setSoLinger(boolean on, int linger) {
      // likewise
    }

    @Override
    public void close() throws IOException {
      connection.cancel();
      super.close();
    }
  }
}

package io.certvigil.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;

/** Accepts connections on a free port of loopback, and serves each on its own virtual thread. */
public final class SocketServer implements AutoCloseable {

  /** What the server does with a connection. */
  public interface Connected {
    /**
     * Serves a connection, which is closed afterwards.
     *
     * @throws IOException if the client closes the connection, which some tests provoke
     */
    void serve(Socket connection) throws IOException;
  }

  private final ServerSocket server;
  private final Connected connected;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

  public SocketServer(Connected connected) {
    this(ServerSocketFactory.getDefault(), connected);
  }

  public SocketServer(ServerSocketFactory sockets, Connected connected) {
    this.connected = connected;
    try {
      server = sockets.createServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::listen);
  }

  public int port() {
    return server.getLocalPort();
  }

  private void listen() {
    try {
      while (!server.isClosed()) {
        var connection = server.accept();
        connections.add(connection);
        threads.execute(() -> serve(connection));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connected.serve(connection);
    } catch (IOException e) {
      // the client closed the connection
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (var connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}

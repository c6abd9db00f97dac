package io.certvigil.demo.http;

import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A server on loopback whose handler may block. */
public final class LoopbackServer implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final long IDLE_MILLIS = 600_000;
  private static final int THREADS = 32;

  private final Server server;
  private final ServerConnector connector;

  public LoopbackServer(int port, Handler handler) {
    var threads = new QueuedThreadPool(THREADS);
    threads.setName("demo");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server = new Server(threads);
    server.setStopTimeout(0);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
    connector.setHost(LOOPBACK);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.setHandler(handler);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("cannot listen on " + LOOPBACK + ":" + port, e);
    }
  }

  /**
   * The simulation sends its own Date header, from its own clock, and does not name its software.
   */
  private static HttpConfiguration configuration() {
    var configuration = new HttpConfiguration();
    configuration.setSendDateHeader(false);
    configuration.setSendServerVersion(false);
    return configuration;
  }

  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop the server", e);
    }
  }
}

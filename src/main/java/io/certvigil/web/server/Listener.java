package io.certvigil.web.server;

import java.net.BindException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An address that is listened on, with TLS or without. */
public final class Listener {
  private static final Logger log = LoggerFactory.getLogger(Listener.class);
  private static final int REQUEST_HEADER = 8 * 1024;
  private static final long IDLE_MILLIS = 30_000;
  private static final long LEAVE_MILLIS = 3_000;

  // Well below what a stop may take: a scraper that keeps its connection must not make it fail.
  private static final long IDLE_ONCE_LEFT_MILLIS = 1_000;
  private static final int TRIES = 40;
  private static final long PAUSE_MILLIS = 50;

  private final Server server;
  private final WebSettings settings;
  private final ClientLimits limits;
  private final @Nullable ReloadableTls keys;
  private final ServerConnector connector;
  private final NetworkConnectionLimit limit;
  private volatile boolean left;

  /**
   * Nothing listens yet.
   *
   * @throws WebException where a file of TLS cannot be used
   */
  public Listener(Server server, WebSettings settings, ClientLimits limits) {
    this.server = server;
    this.settings = settings;
    this.limits = limits;
    var tls = settings.tls();
    keys = tls == null ? null : new ReloadableTls(tls);
    connector = connector();
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setShutdownIdleTimeout(IDLE_ONCE_LEFT_MILLIS);
    connector.setAcceptQueueSize(128);
    limit = new NetworkConnectionLimit(limits.connections(), connector);
  }

  private ServerConnector connector() {
    var http = new HttpConnectionFactory(http());
    var made = keys == null ? plain(http) : encrypted(keys, http);
    var crowd = new SlowClientGuard(limits, made.getScheduler());
    made.addBean(crowd);
    http.getHttpConfiguration().addCustomizer((request, headers) -> crowd.asks(request));
    return made;
  }

  private ServerConnector plain(HttpConnectionFactory http) {
    return new ServerConnector(server, 1, 1, http);
  }

  private ServerConnector encrypted(ReloadableTls files, HttpConnectionFactory http) {
    // Any name will do, as with Prometheus: people reach us by addresses and by names of proxies.
    http.getHttpConfiguration().addCustomizer(new SecureRequestCustomizer(false));
    var tls = new SslConnectionFactory(files.factory(), http.getProtocol());
    var made = new ServerConnector(server, 1, 1, tls, http);
    made.getSelectorManager().addEventListener(files);
    return made;
  }

  private HttpConfiguration http() {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(REQUEST_HEADER);
    http.setResponseHeaderSize(REQUEST_HEADER);
    http.setOutputBufferSize(64 * 1024);
    http.setUriCompliance(UriCompliance.DEFAULT);
    http.addCustomizer((request, headers) -> here(request));
    return http;
  }

  /** Whoever still has a connection to where we are no more is let in there no more either. */
  private Request here(Request request) {
    if (left) {
      throw new HttpException.RuntimeException(HttpStatus.SERVICE_UNAVAILABLE_503);
    }
    return request;
  }

  /** For a server that does not run yet: starts with it. */
  public void join() {
    server.addConnector(connector);
    server.addBean(limit);
  }

  /**
   * For one that runs.
   *
   * @throws WebException where the address cannot be taken; the message says what to do
   */
  public void begin() {
    join();
    try {
      limit.start();
      connector.start();
    } catch (Exception e) {
      remove();
      throw explained(e);
    }
  }

  /**
   * As {@link #begin}, where another listener has just left: the system takes a moment to let go.
   *
   * @return what listens: this one, or one like it
   */
  public Listener beginSoon() {
    var one = this;
    for (int tries = 1; ; tries++) {
      try {
        one.begin();
        return one;
      } catch (WebException e) {
        if (tries == TRIES) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        one = one.again();
      }
    }
  }

  /** The same once more, for one that has left. */
  public Listener again() {
    return new Listener(server, settings, limits);
  }

  /** Whether these settings need no other listener. */
  public boolean fits(WebSettings next) {
    return sameAddress(next) && (next.tls() == null) == (keys == null);
  }

  public boolean sameAddress(WebSettings next) {
    return next.host().equals(settings.host()) && next.port() == settings.port();
  }

  /**
   * Takes other files for TLS.
   *
   * @throws WebException where one cannot be used; then nothing changes
   */
  public void use(WebSettings next) {
    var tls = next.tls();
    if (keys != null && tls != null) {
      keys.use(tls);
    }
  }

  /** Listens no more, at once; answers under way come to their end. */
  public void leave() {
    left = true;
    var idle = connector.shutdown();
    Thread.ofVirtual()
        .name("web-leave")
        .start(
            () -> {
              idle.completeOnTimeout(null, LEAVE_MILLIS, TimeUnit.MILLISECONDS).join();
              remove();
            });
  }

  private void remove() {
    try {
      connector.stop();
      limit.stop();
      server.removeConnector(connector);
      server.removeBean(limit);
    } catch (Exception e) {
      log.atWarn().setCause(e).log("a listener did not stop cleanly");
    }
  }

  public WebException explained(Exception e) {
    var listen = "web.listen: " + address(settings.port());
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
        return new WebException(
            listen + " is in use; stop what listens there or choose another port", e);
      }
    }
    return new WebException(listen + " cannot be listened on: " + e.getMessage(), e);
  }

  /** The port it listens on; negative while it does not. */
  public int port() {
    return connector.getLocalPort();
  }

  public String url() {
    return (keys == null ? "http://" : "https://") + address(port()) + "/";
  }

  private String address(int port) {
    var host = settings.host();
    return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
  }
}

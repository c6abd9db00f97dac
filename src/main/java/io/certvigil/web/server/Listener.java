package io.certvigil.web.server;

import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.http.HttpCompliance;
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

/** Listens on one address, with or without TLS. */
public final class Listener {
  private static final Logger log = LoggerFactory.getLogger(Listener.class);
  private static final int REQUEST_HEADER = 8 * 1024;
  private static final long HSTS_SECONDS = 365L * 24 * 60 * 60;
  private static final long IDLE_MILLIS = 30_000;
  private static final long STOP_GRACE_MILLIS = 3_000;

  // Well below the stop timeout: a scraper with an open connection must not make the stop fail.
  private static final long STOPPING_IDLE_MILLIS = 1_000;
  private static final int MAX_ATTEMPTS = 40;
  private static final long RETRY_MILLIS = 50;

  private final Server server;
  private final WebSettings settings;
  private final ClientLimits limits;
  private final @Nullable ReloadableTls reloadableTls;
  private final ServerConnector connector;
  private final NetworkConnectionLimit limit;
  private volatile boolean stopping;

  /**
   * Prepares the listener; it does not listen yet.
   *
   * @throws WebException if a TLS file cannot be used
   */
  public Listener(Server server, WebSettings settings, ClientLimits limits) {
    this.server = server;
    this.settings = settings;
    this.limits = limits;
    var tls = settings.tls();
    reloadableTls = tls == null ? null : new ReloadableTls(tls);
    connector = connector();
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setShutdownIdleTimeout(STOPPING_IDLE_MILLIS);
    connector.setAcceptQueueSize(128);
    limit = new NetworkConnectionLimit(limits.connections(), connector);
  }

  private ServerConnector connector() {
    var http = new HttpConnectionFactory(httpConfiguration());
    var made = reloadableTls == null ? plainConnector(http) : tlsConnector(reloadableTls, http);
    var guard = new SlowClientGuard(limits, made.getScheduler());
    made.addBean(guard);
    http.getHttpConfiguration().addCustomizer((request, headers) -> guard.requestReceived(request));
    return made;
  }

  private ServerConnector plainConnector(HttpConnectionFactory http) {
    return new ServerConnector(server, 1, 1, http);
  }

  private ServerConnector tlsConnector(ReloadableTls files, HttpConnectionFactory http) {
    // No SNI check, as in Prometheus: clients connect by IP address and by names of proxies.
    http.getHttpConfiguration()
        .addCustomizer(new SecureRequestCustomizer(false, HSTS_SECONDS, false));
    http.getHttpConfiguration().addCustomizer(files.epochs());
    var tls = new SslConnectionFactory(files.factory(), http.getProtocol());
    var made = new ServerConnector(server, 1, 1, tls, http);
    made.getSelectorManager().addEventListener(files);
    return made;
  }

  /** What all connectors of the server share. */
  static HttpConfiguration httpConfiguration(int headerBytes) {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(headerBytes);
    http.setResponseHeaderSize(headerBytes);
    http.setOutputBufferSize(64 * 1024);
    http.setUriCompliance(UriCompliance.DEFAULT);
    return http;
  }

  private HttpConfiguration httpConfiguration() {
    var http = httpConfiguration(REQUEST_HEADER);
    // Without this, a bare LF ends a header line, which a proxy in front may see differently.
    http.setHttpCompliance(HttpCompliance.STRICT);
    http.addCustomizer((request, headers) -> rejectWhenStopping(request));
    return http;
  }

  /** A connection that is still open to a stopped listener gets no further responses. */
  private Request rejectWhenStopping(Request request) {
    if (stopping) {
      throw new HttpException.RuntimeException(HttpStatus.SERVICE_UNAVAILABLE_503);
    }
    return request;
  }

  /** For a server that is not running: this listener starts with it. */
  public void addToServer() {
    server.addConnector(connector);
    server.addBean(limit);
  }

  /**
   * For a running server: starts this listener.
   *
   * @throws WebException if the address cannot be used; the message says what to do
   */
  public void startOnRunningServer() {
    addToServer();
    try {
      limit.start();
      connector.start();
    } catch (Exception e) {
      remove();
      throw listenFailure(e);
    }
  }

  /**
   * As {@link #startOnRunningServer}, with retries for up to 2 seconds: right after another
   * listener has stopped, the operating system may still hold the address.
   *
   * @return the listener that was started: this one or a copy of it
   */
  public Listener startWithRetries() {
    var one = this;
    for (int tries = 1; ; tries++) {
      try {
        one.startOnRunningServer();
        return one;
      } catch (WebException e) {
        if (tries == MAX_ATTEMPTS) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
        one = one.copy();
      }
    }
  }

  /** A new listener with the same settings, since a stopped one cannot be started again. */
  public Listener copy() {
    return new Listener(server, settings, limits);
  }

  /** Whether this listener can serve these settings: same address, and TLS on or off as before. */
  public boolean accepts(WebSettings next) {
    return sameAddress(next) && (next.tls() == null) == (reloadableTls == null);
  }

  public boolean sameAddress(WebSettings next) {
    return next.host().equals(settings.host()) && next.port() == settings.port();
  }

  /**
   * Replaces the TLS files.
   *
   * @throws WebException if one cannot be used; then nothing changes
   */
  public void applyTls(WebSettings next) {
    var tls = next.tls();
    if (reloadableTls != null && tls != null) {
      reloadableTls.replaceFiles(tls);
    }
  }

  /** Stops listening at once; responses in progress get 3 seconds to complete. */
  public void stopAccepting() {
    stopping = true;
    var idle = connector.shutdown();
    Thread.ofVirtual()
        .name("web-leave")
        .start(
            () -> {
              idle.completeOnTimeout(null, STOP_GRACE_MILLIS, TimeUnit.MILLISECONDS).join();
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
      log.atWarn().setCause(e).log("stopping a listener failed");
    }
  }

  /** Explains why the address cannot be used, and says what to do. */
  public WebException listenFailure(Exception e) {
    return new WebException("web.listen: " + address(settings.port()) + " " + remedy(e), e);
  }

  private static String remedy(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "is not a known host name; use an IP address or a name that resolves on this host";
      }
      var message = cause instanceof BindException ? String.valueOf(cause.getMessage()) : "";
      if (message.contains("in use")) {
        return "is in use; stop the process that listens there or choose another port";
      }
      if (message.contains("denied")) {
        return "cannot be used: permission denied; choose a port from 1024 on, or grant the daemon"
            + " CAP_NET_BIND_SERVICE";
      }
      if (message.contains("assign")) {
        return "is not an address of this host; use one of its addresses, or 0.0.0.0 for all";
      }
    }
    return "cannot be used: " + e.getMessage() + "; choose another address or port";
  }

  /** The local port; negative while it does not listen. */
  public int port() {
    return connector.getLocalPort();
  }

  public String url() {
    return (reloadableTls == null ? "http://" : "https://") + address(port()) + "/";
  }

  private String address(int port) {
    var host = settings.host();
    return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
  }
}

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
  private static final long STOP_GRACE_MILLIS = 3_000;

  // Well below what a stop may take: a scraper that keeps its connection must not make it fail.
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
   * Nothing listens yet.
   *
   * @throws WebException where a file of TLS cannot be used
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
    var crowd = new SlowClientGuard(limits, made.getScheduler());
    made.addBean(crowd);
    http.getHttpConfiguration().addCustomizer((request, headers) -> crowd.requestReceived(request));
    return made;
  }

  private ServerConnector plainConnector(HttpConnectionFactory http) {
    return new ServerConnector(server, 1, 1, http);
  }

  private ServerConnector tlsConnector(ReloadableTls files, HttpConnectionFactory http) {
    // Any name will do, as with Prometheus: people reach us by addresses and by names of proxies.
    http.getHttpConfiguration().addCustomizer(new SecureRequestCustomizer(false));
    var tls = new SslConnectionFactory(files.factory(), http.getProtocol());
    var made = new ServerConnector(server, 1, 1, tls, http);
    made.getSelectorManager().addEventListener(files);
    return made;
  }

  private HttpConfiguration httpConfiguration() {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(REQUEST_HEADER);
    http.setResponseHeaderSize(REQUEST_HEADER);
    http.setOutputBufferSize(64 * 1024);
    http.setUriCompliance(UriCompliance.DEFAULT);
    http.addCustomizer((request, headers) -> rejectWhenStopping(request));
    return http;
  }

  /** Whoever still has a connection to where we are no more is let in there no more either. */
  private Request rejectWhenStopping(Request request) {
    if (stopping) {
      throw new HttpException.RuntimeException(HttpStatus.SERVICE_UNAVAILABLE_503);
    }
    return request;
  }

  /** For a server that does not run yet: starts with it. */
  public void addToServer() {
    server.addConnector(connector);
    server.addBean(limit);
  }

  /**
   * For one that runs.
   *
   * @throws WebException where the address cannot be taken; the message says what to do
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
   * As {@link #startOnRunningServer}, where another listener has just left: the system takes a
   * moment to let go.
   *
   * @return what listens: this one, or one like it
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

  /** The same once more, for one that has left. */
  public Listener copy() {
    return new Listener(server, settings, limits);
  }

  /** Whether these settings need no other listener. */
  public boolean accepts(WebSettings next) {
    return sameAddress(next) && (next.tls() == null) == (reloadableTls == null);
  }

  public boolean sameAddress(WebSettings next) {
    return next.host().equals(settings.host()) && next.port() == settings.port();
  }

  /**
   * Takes other files for TLS.
   *
   * @throws WebException where one cannot be used; then nothing changes
   */
  public void applyTls(WebSettings next) {
    var tls = next.tls();
    if (reloadableTls != null && tls != null) {
      reloadableTls.replaceFiles(tls);
    }
  }

  /** Listens no more, at once; answers under way come to their end. */
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
      log.atWarn().setCause(e).log("a listener did not stop cleanly");
    }
  }

  public WebException listenFailure(Exception e) {
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
    return (reloadableTls == null ? "http://" : "https://") + address(port()) + "/";
  }

  private String address(int port) {
    var host = settings.host();
    return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
  }
}

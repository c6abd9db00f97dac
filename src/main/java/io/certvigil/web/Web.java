package io.certvigil.web;

import io.certvigil.policy.Severity;
import io.certvigil.store.Catalogue;
import io.certvigil.store.Outbox;
import io.certvigil.store.Scopes;
import io.certvigil.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP front: status page, health and metrics. Where there are users, everything is for them
 * alone; what changes something needs one in any case.
 */
public final class Web implements AutoCloseable {
  private static final int CONNECTIONS = 512;
  private static final int REQUEST_HEADER = 8 * 1024;
  private static final long BODY = 64 * 1024;
  private static final long IDLE_MILLIS = 30_000;
  private static final long STOP_MILLIS = 3_000;

  private final Settings settings;
  private final Server server;
  private final ServerConnector connector;
  private volatile Site site;

  /** The page that Prometheus reads. */
  public interface Scrape {
    /**
     * The content type that {@link #write} gives.
     *
     * @param accept the request's header; null where it has none
     */
    String contentType(@Nullable String accept);

    /** Writes the page, compressed by gzip where asked, and leaves the stream open. */
    void write(OutputStream out, @Nullable String accept, boolean gzip) throws IOException;
  }

  /** Whether the daemon does its work. */
  @FunctionalInterface
  public interface Ready {
    /** Why it is not ready; empty where it is. Must answer at once. */
    Optional<String> notReadyBecause();
  }

  /** What the daemon knows without asking its store. */
  public interface Estate {
    /** All certificates that are there, whatever their status. */
    long certificates();

    /**
     * Those that end before this moment, without those that no longer matter (revoked, deleted).
     */
    long endingBefore(Instant moment);

    /** Alerts of this severity that fire. */
    long firing(Severity severity);
  }

  /**
   * Who speaks here.
   *
   * @param installation as the config names this daemon
   * @param channels the names of the configured channels; empty where nobody is told anything
   */
  public record About(String installation, String version, Set<String> channels) {
    public About {
      channels = Set.copyOf(channels);
    }
  }

  /** What the pages are made of. */
  public record Status(
      About about, Estate estate, Store store, Daemon daemon, InstantSource clock) {
    Catalogue catalogue() {
      return store.catalogue();
    }

    Scopes scopes() {
      return store.scopes();
    }

    Outbox outbox() {
      return store.outbox();
    }
  }

  /** Applies a changed configuration. */
  @FunctionalInterface
  public interface Reload {
    /** Waits for it; empty where it is applied, else why not, a line each. */
    List<String> problems();
  }

  /** What is served. */
  public record Content(Scrape scrape, Ready ready, Reload reload, Status status) {}

  /** Who is let in, and what is answered there. */
  record Site(Door door, Map<String, Answer> answers) {}

  /** Prepares; nothing listens before {@link #start}. */
  public Web(Settings settings, Content content) {
    this(settings, site(settings, content));
  }

  private static Site site(Settings settings, Content content) {
    var status = new StatusReader(content.status());
    var routes = new Routes(content.scrape(), content.ready(), content.reload(), status::read);
    var answers = new HashMap<>(routes.all());
    answers.putAll(new Pages(content.status()).all());
    answers.putAll(new Api(content.status()).all());
    answers.putAll(new Feeds(content.status(), settings.externalUrl()).all());
    return new Site(new Door(settings), answers);
  }

  static Site site(
      Settings settings, Scrape scrape, Ready ready, Reload reload, Supplier<StatusView> status) {
    return new Site(new Door(settings), new Routes(scrape, ready, reload, status).all());
  }

  Web(Settings settings, Site first) {
    this.settings = settings;
    site = first;
    server = new Server(pool());
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(128);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(CONNECTIONS, connector));
    var limited = new SizeLimitHandler(BODY, -1);
    limited.setHandler(new Front(() -> site));
    server.setHandler(new GracefulHandler(limited));
    server.setStopTimeout(STOP_MILLIS);
    server.setErrorHandler(new PlainErrors());
  }

  private static QueuedThreadPool pool() {
    var pool = new QueuedThreadPool(16, 2);
    pool.setName("web");
    pool.setVirtualThreadsExecutor(new VirtualThreadPool());
    return pool;
  }

  private static HttpConfiguration http() {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(REQUEST_HEADER);
    http.setResponseHeaderSize(REQUEST_HEADER);
    http.setOutputBufferSize(64 * 1024);
    http.setUriCompliance(UriCompliance.DEFAULT);
    return http;
  }

  /**
   * Listens.
   *
   * @throws WebException where the address cannot be taken; the message says what to do
   */
  public void start() {
    try {
      server.start();
    } catch (Exception e) {
      stopQuietly(e);
      throw explained(e);
    }
  }

  /**
   * Listens as a changed configuration says, before any of it is shown.
   *
   * @throws WebException where that cannot be; then it goes on as before
   */
  public void listen(Settings next) {
    if (!next.host().equals(settings.host()) || next.port() != settings.port()) {
      throw new WebException("web.listen: cannot change while the daemon runs; restart it");
    }
  }

  /** Shows this from now on, to whom the configuration lets in; answers under way go on. */
  public void show(Settings next, Content content) {
    site = site(next, content);
  }

  private void stopQuietly(Exception cause) {
    try {
      server.stop();
    } catch (Exception e) {
      cause.addSuppressed(e);
    }
  }

  private WebException explained(Exception e) {
    var listen = "web.listen: " + address(settings.port());
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
        return new WebException(
            listen + " is in use; stop what listens there or choose another port", e);
      }
    }
    return new WebException(listen + " cannot be listened on: " + e.getMessage(), e);
  }

  /** The port it listens on; negative before {@link #start} and after {@link #close}. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Where to look, for people: {@code http://127.0.0.1:10365/}. */
  public String url() {
    return "http://" + address(port()) + "/";
  }

  private String address(int port) {
    var host = settings.host();
    return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Lets answers under way end, for a few seconds, and stops. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new WebException("the HTTP server did not stop: " + e.getMessage(), e);
    }
  }
}

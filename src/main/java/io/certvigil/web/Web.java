package io.certvigil.web;

import io.certvigil.web.api.ApiEndpoints;
import io.certvigil.web.api.CommandChangeEndpoints;
import io.certvigil.web.api.CommandEndpoints;
import io.certvigil.web.api.Feeds;
import io.certvigil.web.pages.Pages;
import io.certvigil.web.pages.overview.OverviewEndpoint;
import io.certvigil.web.server.AccessControl;
import io.certvigil.web.server.ClientLimits;
import io.certvigil.web.server.CommandSocket;
import io.certvigil.web.server.DispatchTable;
import io.certvigil.web.server.Endpoint;
import io.certvigil.web.server.Listener;
import io.certvigil.web.server.PasswordChecks;
import io.certvigil.web.server.PlainErrors;
import io.certvigil.web.server.RequestDispatcher;
import io.certvigil.web.server.StoreAnswers;
import io.certvigil.web.server.WebException;
import io.certvigil.web.server.WebSettings;
import io.certvigil.web.site.SiteContent;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server with its pages, API, health and metrics. If users are configured, every request
 * needs one of them. Requests that change something need one that may change it.
 */
public final class Web implements AutoCloseable {
  private static final long MAX_BODY_BYTES = 64 * 1024;
  private static final int SERVER_THREADS = 8;
  private static final long STOP_TIMEOUT_MILLIS = 3_000;

  private final PasswordChecks passwordChecks = new PasswordChecks();
  private final ClientLimits limits;
  private final StoreAnswers storeAnswers;
  private final Server server;
  private volatile Listener listener;
  private volatile DispatchTable dispatchTable;
  private volatile WebSettings settings;
  private @Nullable CommandSocket socket;

  /** Prepares the server; it listens only after {@link #start}. */
  public Web(WebSettings settings, SiteContent content) {
    this(settings, content, new StoreAnswers());
  }

  private Web(WebSettings settings, SiteContent content, StoreAnswers storeAnswers) {
    this(settings, endpoints(settings, content, storeAnswers), ClientLimits.DEFAULTS, storeAnswers);
  }

  /**
   * Serves at a Unix socket too. Called before {@link #start}.
   *
   * @param path of the socket
   * @param link beside the store, where commands look for it
   */
  public void serveAt(Path path, Path link) {
    socket = new CommandSocket(server, path, link);
  }

  private static Map<String, Endpoint> endpoints(
      WebSettings settings, SiteContent content, StoreAnswers storeAnswers) {
    var routes =
        new Routes(
            content.metrics(),
            content.notReadyBecause(),
            content.context().daemon()::impairments,
            content.reload());
    var reading = new HashMap<String, Endpoint>();
    reading.put("/", new OverviewEndpoint(content.context()));
    reading.putAll(new Pages(content.context()).all());
    reading.putAll(new ApiEndpoints(content.context()).all());
    reading.putAll(new Feeds(content.context(), settings.externalUrl()).all());
    var answers = new HashMap<>(routes.all());
    reading.putAll(new CommandEndpoints(content.context()).all());
    reading.putAll(new CommandChangeEndpoints(content.context()).all());
    answers.putAll(storeAnswers.limited(reading));
    return answers;
  }

  Web(WebSettings settings, Map<String, Endpoint> answers) {
    this(settings, answers, ClientLimits.DEFAULTS);
  }

  Web(WebSettings settings, Map<String, Endpoint> answers, ClientLimits limits) {
    this(settings, answers, limits, new StoreAnswers());
  }

  private Web(
      WebSettings settings,
      Map<String, Endpoint> answers,
      ClientLimits limits,
      StoreAnswers storeAnswers) {
    this.storeAnswers = storeAnswers;
    this.limits = limits;
    this.settings = settings;
    dispatchTable = new DispatchTable(new AccessControl(settings, passwordChecks), answers);
    server = new Server(pool(limits));
    var limited = new SizeLimitHandler(MAX_BODY_BYTES, -1);
    limited.setHandler(new RequestDispatcher(() -> dispatchTable));
    server.setHandler(new GracefulHandler(limited));
    server.setStopTimeout(STOP_TIMEOUT_MILLIS);
    server.setErrorHandler(new PlainErrors());
    listener = new Listener(server, settings, limits);
    listener.addToServer();
  }

  /**
   * Platform threads, so that requests do not use the carriers of the virtual threads with which
   * the daemon works. There is one for each connection: however many clients are slow, a health
   * check finds a thread.
   */
  private static QueuedThreadPool pool(ClientLimits limits) {
    int connections = limits.connections() + CommandSocket.MAX_CONNECTIONS;
    var pool = new QueuedThreadPool(connections + SERVER_THREADS, SERVER_THREADS);
    pool.setName("web");
    return pool;
  }

  /**
   * Starts listening.
   *
   * @throws WebException if the address cannot be used; the message says what to do
   */
  public void start() {
    try {
      server.start();
    } catch (Exception e) {
      stopQuietly(e);
      throw listener.listenFailure(e);
    }
    if (socket != null) {
      socket.start(server);
    }
  }

  /**
   * Applies changed settings: address, TLS and access control. Runs before {@link #replaceContent},
   * so that the new content is served only under the new access control.
   *
   * @throws WebException if the settings cannot be applied; then the previous ones stay in use
   */
  public synchronized void reconfigure(WebSettings next) {
    var before = dispatchTable;
    dispatchTable =
        new DispatchTable(
            new AccessControl(next, passwordChecks),
            before.endpoints()); // first, so that the new access control holds at once
    try {
      changeListener(next);
      settings = next;
    } catch (WebException e) {
      dispatchTable = before;
      throw e;
    }
  }

  private void changeListener(WebSettings next) {
    var old = listener;
    if (!server.isStarted() || old.accepts(next)) {
      old.applyTls(next);
      return;
    }
    var fresh = new Listener(server, next, limits);
    if (old.sameAddress(next)) {
      old.stopAccepting(); // only one listener can be bound to the address
      try {
        listener = fresh.startWithRetries();
      } catch (WebException e) {
        listener = old.copy().startWithRetries();
        throw e;
      }
    } else {
      fresh.startOnRunningServer();
      listener = fresh;
      old.stopAccepting();
    }
  }

  /** Replaces all content. Responses in progress are completed from the previous content. */
  public synchronized void replaceContent(SiteContent content) {
    dispatchTable =
        new DispatchTable(
            dispatchTable.accessControl(), endpoints(settings, content, storeAnswers));
  }

  /** Starts listening at the socket only, for a process that serves nothing over the network. */
  public void startSocketOnly() {
    server.setConnectors(new Connector[0]);
    try {
      server.start();
    } catch (Exception e) {
      stopQuietly(e);
      throw new WebException("starting the server of the socket failed: " + e.getMessage(), e);
    }
    if (socket != null) {
      socket.start(server);
    }
  }

  private void stopQuietly(Exception cause) {
    try {
      server.stop();
    } catch (Exception e) {
      cause.addSuppressed(e);
    }
  }

  /** The paths that are served, as {@link RequestDispatcher} takes them. */
  Set<String> paths() {
    return dispatchTable.endpoints().keySet();
  }

  /** The local port; negative before {@link #start} and after {@link #close}. */
  public int port() {
    return listener.port();
  }

  /** The failed logins since the start. */
  public long loginFailures() {
    return passwordChecks.failures();
  }

  /** The address of the pages, such as {@code http://127.0.0.1:10365/}. */
  public String url() {
    return listener.url();
  }

  /** Stops; responses in progress get a few seconds to complete. */
  @Override
  public void close() {
    passwordChecks.close(); // else requests that wait for their turn would delay the stop
    try {
      server.stop();
    } catch (Exception e) {
      throw new WebException("stopping the HTTP server failed: " + e.getMessage(), e);
    }
  }
}

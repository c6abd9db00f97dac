package io.certvigil.web;

import io.certvigil.web.api.ApiEndpoints;
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
import io.certvigil.web.server.PlainErrors;
import io.certvigil.web.server.RequestDispatcher;
import io.certvigil.web.server.WebException;
import io.certvigil.web.server.WebSettings;
import io.certvigil.web.site.SiteContent;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server with its pages, API, health and metrics. If users are configured, every request
 * needs one of them. Requests that change something always need an authenticated user.
 */
public final class Web implements AutoCloseable {
  private static final long MAX_BODY_BYTES = 64 * 1024;
  private static final long STOP_TIMEOUT_MILLIS = 3_000;

  private final ClientLimits limits;
  private final Server server;
  private volatile Listener listener;
  private volatile DispatchTable dispatchTable;
  private volatile WebSettings settings;
  private @Nullable CommandSocket socket;

  /** Prepares the server; it listens only after {@link #start}. */
  public Web(WebSettings settings, SiteContent content) {
    this(settings, endpoints(settings, content));
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

  private static Map<String, Endpoint> endpoints(WebSettings settings, SiteContent content) {
    var routes = new Routes(content.metrics(), content.notReadyBecause(), content.reload());
    var answers = new HashMap<>(routes.all());
    answers.put("/", new OverviewEndpoint(content.context()));
    answers.putAll(new Pages(content.context()).all());
    answers.putAll(new ApiEndpoints(content.context()).all());
    answers.putAll(new CommandEndpoints(content.context()).all());
    answers.putAll(new Feeds(content.context(), settings.externalUrl()).all());
    return answers;
  }

  Web(WebSettings settings, Map<String, Endpoint> answers) {
    this(settings, answers, ClientLimits.DEFAULTS);
  }

  Web(WebSettings settings, Map<String, Endpoint> answers, ClientLimits limits) {
    this.limits = limits;
    this.settings = settings;
    dispatchTable = new DispatchTable(new AccessControl(settings), answers);
    var virtual = new VirtualThreadPool();
    server = new Server(pool(virtual));
    // Owned by the server; else the first connector that stops would stop the pool for all.
    server.addBean(virtual, true);
    var limited = new SizeLimitHandler(MAX_BODY_BYTES, -1);
    limited.setHandler(new RequestDispatcher(() -> dispatchTable));
    server.setHandler(new GracefulHandler(limited));
    server.setStopTimeout(STOP_TIMEOUT_MILLIS);
    server.setErrorHandler(new PlainErrors());
    listener = new Listener(server, settings, limits);
    listener.addToServer();
  }

  private static QueuedThreadPool pool(VirtualThreadPool virtual) {
    var pool = new QueuedThreadPool(16, 2);
    pool.setName("web");
    pool.setVirtualThreadsExecutor(virtual);
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
            new AccessControl(next),
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
    dispatchTable = new DispatchTable(dispatchTable.accessControl(), endpoints(settings, content));
  }

  private void stopQuietly(Exception cause) {
    try {
      server.stop();
    } catch (Exception e) {
      cause.addSuppressed(e);
    }
  }

  /** The local port; negative before {@link #start} and after {@link #close}. */
  public int port() {
    return listener.port();
  }

  /** The address of the pages, such as {@code http://127.0.0.1:10365/}. */
  public String url() {
    return listener.url();
  }

  /** Stops; responses in progress get a few seconds to complete. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new WebException("stopping the HTTP server failed: " + e.getMessage(), e);
    }
  }
}

package io.certvigil.web;

import io.certvigil.web.api.ApiEndpoints;
import io.certvigil.web.api.Feeds;
import io.certvigil.web.pages.Pages;
import io.certvigil.web.pages.overview.OverviewEndpoint;
import io.certvigil.web.server.AccessControl;
import io.certvigil.web.server.ClientLimits;
import io.certvigil.web.server.DispatchTable;
import io.certvigil.web.server.Endpoint;
import io.certvigil.web.server.Listener;
import io.certvigil.web.server.PlainErrors;
import io.certvigil.web.server.RequestDispatcher;
import io.certvigil.web.server.WebException;
import io.certvigil.web.server.WebSettings;
import io.certvigil.web.site.SiteContent;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * The HTTP front: status page, health and metrics. Where there are users, everything is for them
 * alone; what changes something needs one in any case.
 */
public final class Web implements AutoCloseable {
  private static final long MAX_BODY_BYTES = 64 * 1024;
  private static final long STOP_TIMEOUT_MILLIS = 3_000;

  private final ClientLimits limits;
  private final Server server;
  private volatile Listener listener;
  private volatile DispatchTable dispatchTable;
  private volatile WebSettings settings;

  /** Prepares; nothing listens before {@link #start}. */
  public Web(WebSettings settings, SiteContent content) {
    this(settings, endpoints(settings, content));
  }

  private static Map<String, Endpoint> endpoints(WebSettings settings, SiteContent content) {
    var routes = new Routes(content.metrics(), content.readiness(), content.reload());
    var answers = new HashMap<>(routes.all());
    answers.put("/", new OverviewEndpoint(content.context()));
    answers.putAll(new Pages(content.context()).all());
    answers.putAll(new ApiEndpoints(content.context()).all());
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
    server.addBean(virtual, true); // else the first listener that leaves would stop it for all
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
   * Listens.
   *
   * @throws WebException where the address cannot be taken; the message says what to do
   */
  public void start() {
    try {
      server.start();
    } catch (Exception e) {
      stopQuietly(e);
      throw listener.listenFailure(e);
    }
  }

  /**
   * Listens as a changed configuration says, and lets in whom it lets in, before any of it is
   * shown.
   *
   * @throws WebException where that cannot be; then it goes on as before
   */
  public synchronized void reconfigure(WebSettings next) {
    var before = dispatchTable;
    dispatchTable =
        new DispatchTable(
            new AccessControl(next),
            before.endpoints()); // first: refuses at once who may not enter
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
      old.stopAccepting(); // the address is free for one of them only
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

  /** Shows this from now on; answers under way go on. */
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

  /** The port it listens on; negative before {@link #start} and after {@link #close}. */
  public int port() {
    return listener.port();
  }

  /** Where to look, for people: {@code http://127.0.0.1:10365/}. */
  public String url() {
    return listener.url();
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

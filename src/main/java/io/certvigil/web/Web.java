package io.certvigil.web;

import io.certvigil.web.api.ApiEndpoints;
import io.certvigil.web.api.Feeds;
import io.certvigil.web.pages.Pages;
import io.certvigil.web.pages.overview.Overview;
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
  private static final long BODY = 64 * 1024;
  private static final long STOP_MILLIS = 3_000;

  private final ClientLimits limits;
  private final Server server;
  private volatile Listener listener;
  private volatile DispatchTable site;
  private volatile WebSettings settings;

  /** Prepares; nothing listens before {@link #start}. */
  public Web(WebSettings settings, SiteContent content) {
    this(settings, answers(settings, content));
  }

  private static Map<String, Endpoint> answers(WebSettings settings, SiteContent content) {
    var routes = new Routes(content.metrics(), content.readiness(), content.reload());
    var answers = new HashMap<>(routes.all());
    answers.put("/", new Overview(content.context()));
    answers.putAll(new Pages(content.context()).all());
    answers.putAll(new ApiEndpoints(content.context()).all());
    answers.putAll(new Feeds(content.context(), settings.externalUrl()).all());
    return answers;
  }

  Web(WebSettings settings, Map<String, Endpoint> answers) {
    this(settings, answers, ClientLimits.USUAL);
  }

  Web(WebSettings settings, Map<String, Endpoint> answers, ClientLimits limits) {
    this.limits = limits;
    this.settings = settings;
    site = new DispatchTable(new AccessControl(settings), answers);
    var virtual = new VirtualThreadPool();
    server = new Server(pool(virtual));
    server.addBean(virtual, true); // else the first listener that leaves would stop it for all
    var limited = new SizeLimitHandler(BODY, -1);
    limited.setHandler(new RequestDispatcher(() -> site));
    server.setHandler(new GracefulHandler(limited));
    server.setStopTimeout(STOP_MILLIS);
    server.setErrorHandler(new PlainErrors());
    listener = new Listener(server, settings, limits);
    listener.join();
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
      throw listener.explained(e);
    }
  }

  /**
   * Listens as a changed configuration says, and lets in whom it lets in, before any of it is
   * shown.
   *
   * @throws WebException where that cannot be; then it goes on as before
   */
  public synchronized void listen(WebSettings next) {
    var before = site;
    site =
        new DispatchTable(
            new AccessControl(next), before.answers()); // first: refuses at once who may not enter
    try {
      move(next);
      settings = next;
    } catch (WebException e) {
      site = before;
      throw e;
    }
  }

  private void move(WebSettings next) {
    var old = listener;
    if (!server.isStarted() || old.fits(next)) {
      old.use(next);
      return;
    }
    var fresh = new Listener(server, next, limits);
    if (old.sameAddress(next)) {
      old.leave(); // the address is free for one of them only
      try {
        listener = fresh.beginSoon();
      } catch (WebException e) {
        listener = old.again().beginSoon();
        throw e;
      }
    } else {
      fresh.begin();
      listener = fresh;
      old.leave();
    }
  }

  /** Shows this from now on; answers under way go on. */
  public synchronized void show(SiteContent content) {
    site = new DispatchTable(site.door(), answers(settings, content));
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

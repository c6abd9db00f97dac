package io.certvigil.web;

import io.certvigil.policy.Severity;
import io.certvigil.store.Catalogue;
import io.certvigil.store.Outbox;
import io.certvigil.store.Scopes;
import io.certvigil.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.Server;
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
  private static final long BODY = 64 * 1024;
  private static final long STOP_MILLIS = 3_000;

  private final Limits limits;
  private final Server server;
  private volatile Listener listener;
  private volatile Site site;
  private volatile Settings settings;

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
    this(settings, answers(settings, content));
  }

  private static Map<String, Answer> answers(Settings settings, Content content) {
    var status = new StatusReader(content.status());
    var routes = new Routes(content.scrape(), content.ready(), content.reload(), status::read);
    var answers = new HashMap<>(routes.all());
    answers.putAll(new Pages(content.status()).all());
    answers.putAll(new Api(content.status()).all());
    answers.putAll(new Feeds(content.status(), settings.externalUrl()).all());
    return answers;
  }

  Web(Settings settings, Map<String, Answer> answers) {
    this(settings, answers, Limits.USUAL);
  }

  Web(Settings settings, Map<String, Answer> answers, Limits limits) {
    this.limits = limits;
    this.settings = settings;
    site = new Site(new Door(settings), answers);
    var virtual = new VirtualThreadPool();
    server = new Server(pool(virtual));
    server.addBean(virtual, true); // else the first listener that leaves would stop it for all
    var limited = new SizeLimitHandler(BODY, -1);
    limited.setHandler(new Front(() -> site));
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
  public synchronized void listen(Settings next) {
    var before = site;
    site = new Site(new Door(next), before.answers()); // first: nobody comes in who may not
    try {
      move(next);
      settings = next;
    } catch (WebException e) {
      site = before;
      throw e;
    }
  }

  private void move(Settings next) {
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
  public synchronized void show(Content content) {
    site = new Site(site.door(), answers(settings, content));
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

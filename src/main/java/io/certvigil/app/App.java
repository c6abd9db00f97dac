package io.certvigil.app;

import io.certvigil.config.Config;
import io.certvigil.config.ConfigException;
import io.certvigil.store.CrashPoint;
import io.certvigil.store.Store;
import io.certvigil.store.StoreException;
import io.certvigil.sweep.Progress;
import io.certvigil.sweep.Summary;
import io.certvigil.systemd.Notifier;
import io.certvigil.web.Web;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole daemon, wired by hand: here what stays while it runs, in {@link DaemonComponents} all
 * that is made of the configuration. Read the constructors from top to bottom and you know who
 * talks to whom; {@link #close} takes it down backwards.
 */
public final class App implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(App.class);

  private final Closer closer = new Closer();
  private final SharedServices kept;
  private final ConfigReloader reloads;
  private final Web web;
  private volatile DaemonComponents works;
  // What they had in flight when others took their place.
  private final List<DaemonComponents> leaving = new CopyOnWriteArrayList<>();
  private volatile boolean running;
  private boolean closed;

  /**
   * Opens the store and wires the rooms. Nothing runs yet.
   *
   * @throws io.certvigil.store.StoreException where the store cannot be had
   */
  public App(Config config, Version version, InstantSource wall) {
    this(config, ConfigFile.NONE, version, wall, Notifier.NONE);
  }

  /**
   * The same; its configuration may change, and a service manager is told how it goes.
   *
   * @throws io.certvigil.store.StoreException where the store cannot be had
   */
  public App(
      Config config, ConfigFile file, Version version, InstantSource wall, Notifier systemd) {
    this(config, file, version, wall, System::nanoTime, systemd);
  }

  App(
      Config config,
      ConfigFile file,
      Version version,
      InstantSource wall,
      LongSupplier nanos,
      Notifier systemd) {
    var time = new VerifiedClock(wall, nanos);
    // What is stored and what is told has milliseconds: one fact is one value everywhere.
    InstantSource clock = () -> time.instant().truncatedTo(ChronoUnit.MILLIS);
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    closer.add("meters", registry::close);
    var store = closer.add("store", Store.open(config.store(), registry));
    reloads = new ConfigReloader(file, this::apply, store.requests(), systemd, clock);
    AppMeters.register(registry, time::skew, reloads);
    kept =
        new SharedServices(
            store,
            registry,
            time,
            clock,
            nanos,
            version,
            systemd,
            clock.instant(),
            reloads::refused);
    works = new DaemonComponents(kept, config, null);
    closer.add("works", this::closeWorks);
    web = closer.add("web", new Web(config.web(), content(works)));
    closer.add("systemd", systemd::stopping);
  }

  private void closeWorks() {
    synchronized (closer) {
      closed = true;
    }
    works.close();
    leaving.forEach(DaemonComponents::close);
  }

  private Web.Content content(DaemonComponents shown) {
    return new Web.Content(shown.scrape(), this::notReady, reloads::reload, shown.pages());
  }

  /** Starts everything. Ready when this returns; Cloudflare may be down. */
  public void start() {
    works.takeOver();
    works.settleIn();
    web.start();
    kept.systemd().ready();
    running = true;
    works.start();
  }

  /**
   * Reads the configuration again, and applies it whole or not at all. Waits for one that is under
   * way.
   *
   * @return empty where it is the running one now, else why not, a line each
   */
  public List<String> reload() {
    return reloads.reload();
  }

  private void apply(Config next) {
    var old = works;
    if (!next.store().file().equals(old.config().store().file())) {
      throw new ConfigException(
          List.of("store.url: cannot change while the daemon runs; restart it to apply this"));
    }
    web.listen(next.web()); // while nothing has changed yet
    old.stop();
    DaemonComponents fresh;
    try {
      fresh = configured(old, next);
    } catch (RuntimeException e) {
      web.listen(old.config().web());
      proceed(new DaemonComponents(kept, old.config(), old), old);
      throw e;
    }
    CrashPoint.here("reload.inside");
    kept.store().settings(next.store());
    proceed(fresh, old);
  }

  /** Up to its end it may fail; from there on there is no way back, as after a start. */
  private DaemonComponents configured(DaemonComponents old, Config next) {
    var fresh = new DaemonComponents(kept, next, old);
    try {
      fresh.takeOver();
      return fresh;
    } catch (RuntimeException e) {
      fresh.stop();
      fresh.leaveTo(old);
      throw e;
    }
  }

  private void proceed(DaemonComponents fresh, DaemonComponents old) {
    try {
      fresh.settleIn();
    } catch (RuntimeException e) {
      log.atError()
          .setCause(e)
          .log("a config is applied but for what was to be brought in line; tried each minute");
    }
    web.show(content(fresh));
    begin(fresh);
    old.leaveTo(fresh);
    leaving.removeIf(DaemonComponents::gone);
    leaving.add(old);
  }

  private void begin(DaemonComponents fresh) {
    synchronized (closer) {
      works = fresh;
      if (closed) {
        fresh.close();
      } else if (running) {
        fresh.start();
      }
    }
  }

  /** Ready does not ask for Cloudflare: a daemon that cannot read it still alerts. */
  private Optional<String> notReady() {
    try {
      kept.store().dataVersion();
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** What time alone changes; the schedule does this each minute. */
  void minute() {
    works.minute();
  }

  /** Reads everything once, in the caller's thread, and delivers what came of it. */
  public Summary sweepOnce(Progress progress) {
    return works.sweepOnce(progress);
  }

  /** Where the pages are. */
  public URI webUri() {
    return URI.create(web.url());
  }

  /** Stops within seconds; what was not committed is done again at the next start. */
  @Override
  public void close() {
    closer.close();
  }
}

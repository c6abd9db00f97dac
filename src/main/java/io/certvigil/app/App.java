package io.certvigil.app;

import io.certvigil.config.Config;
import io.certvigil.net.NameResolver;
import io.certvigil.store.Store;
import io.certvigil.store.failure.StoreException;
import io.certvigil.sweep.SweepProgressListener;
import io.certvigil.sweep.SweepSummary;
import io.certvigil.systemd.SystemdNotifier;
import io.certvigil.web.Web;
import io.certvigil.web.site.SiteContent;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The whole daemon, wired by hand.
 *
 * <ul>
 *   <li>What survives a reload is built here: the clock, the meters, the store, the web server.
 *   <li>{@link DaemonComponents} builds what one configuration needs: the Cloudflare client, the
 *       metrics page, the {@code Sweeper} (one thread a watch), the {@code Composer}, the {@code
 *       Courier} (a thread for each attempt).
 *   <li>{@link ConfiguredDaemon} adds what calls them: {@link DaemonSchedule} (watches, {@link
 *       MinuteTasks}, {@link RetentionTask}, credentials; on the threads of Quartz, supervised by
 *       {@link SchedulerSupervisor}) and {@link WorkPass} (requests of commands, composing,
 *       delivering, heartbeat, systemd; on the thread of {@link WorkLoop}, each second).
 *   <li>{@link ConfigReloader} reads a changed configuration and reports the result; {@link
 *       DaemonLifecycle} replaces the old {@link ConfiguredDaemon} by a new one.
 *   <li>{@link #close} closes in reverse: systemd is notified, the web server stops, the configured
 *       daemon stops, the store is closed.
 * </ul>
 */
public final class App implements AutoCloseable {
  private final Closer closer = new Closer();
  private final SharedServices shared;
  private final ConfigReloader reloader;
  private final Web web;
  private final DaemonLifecycle lifecycle;

  /**
   * Opens the store and builds everything. Nothing runs yet. The configuration cannot be reloaded.
   *
   * @throws io.certvigil.store.failure.StoreException if the store cannot be opened
   */
  public App(Config config, Version version, InstantSource wall) {
    this(config, ConfigFile.NONE, version, wall, SystemdNotifier.NONE, null);
  }

  /**
   * The same with a configuration that can be reloaded, a service manager that is notified, and the
   * machine that it runs on.
   *
   * @param host a hash of the machine's id; null if it has none, or if that does not matter
   * @throws io.certvigil.store.failure.StoreException if the store cannot be opened
   */
  public App(
      Config config,
      ConfigFile file,
      Version version,
      InstantSource wall,
      SystemdNotifier systemd,
      @Nullable String host) {
    this(config, file, version, wall, System::nanoTime, systemd, host);
  }

  App(
      Config config,
      ConfigFile file,
      Version version,
      InstantSource wall,
      LongSupplier nanos,
      SystemdNotifier systemd,
      @Nullable String host) {
    var time = new VerifiedClock(wall, nanos);
    // Stored and sent timestamps have milliseconds: truncated here, one fact has one value.
    InstantSource clock = () -> time.instant().truncatedTo(ChronoUnit.MILLIS);
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    closer.add("meters", registry::close);
    var store = closer.add("store", Store.open(config.store(), registry));
    reloader =
        new ConfigReloader(file, this::running, this::apply, store.requests(), systemd, clock);
    AppMeters.register(registry, time::skew, store.silences(), reloader);
    AppMeters.registerBackup(registry, store.backups()::lastSuccess);
    var retention = new RetentionTask(store, time, clock);
    var started = clock.instant();
    shared =
        new SharedServices(
            store,
            store.identity().stamp(host),
            registry,
            time,
            clock,
            nanos,
            new NameResolver(),
            retention,
            version,
            systemd,
            started,
            reloader::problem,
            reloader::begin);
    var first = new ConfiguredDaemon(shared, config, null);
    web = new Web(config.web(), content(first));
    AppMeters.registerLoginFailures(registry, web);
    web.serveAt(config.socket(), config.socketBesideStore());
    lifecycle =
        closer.add("daemon", new DaemonLifecycle(shared, first, web, this::content, closer));
    closer.add("web", web);
    closer.add("systemd", systemd::stopping);
  }

  private SiteContent content(ConfiguredDaemon daemon) {
    return new SiteContent(daemon.scrape(), this::notReady, this::reload, daemon.status());
  }

  private Config running() {
    return lifecycle.current().config();
  }

  private void apply(Config next, @Nullable String discardedBy) {
    lifecycle.apply(next, discardedBy);
  }

  /** Starts everything. Ready when this returns; Cloudflare may be unreachable. */
  public void start() {
    lifecycle.initialize();
    web.start();
    shared.systemd().ready();
    lifecycle.start();
  }

  /**
   * Reads the configuration again and applies it completely or not at all. Waits for a reload that
   * is already running.
   *
   * @return empty if it was applied, otherwise the reasons, one a line
   */
  public List<String> reload() {
    return reload(null);
  }

  /**
   * The same.
   *
   * @param discardedBy who agreed that what waits for removed channels is discarded; null if nobody
   *     did
   */
  public List<String> reload(@Nullable String discardedBy) {
    return reloader.reload(discardedBy).problems();
  }

  /** Independent of Cloudflare: a daemon that cannot read it still sends alerts. */
  private Optional<String> notReady() {
    try {
      shared.store().dataVersion();
      return shared.store().unwritable();
    } catch (StoreException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** What the schedule does each minute; for tests. */
  void runMinute() {
    runMinute(() -> {});
  }

  /** As above; reports each round, of which there are several if much is due. */
  void runMinute(Runnable progress) {
    lifecycle.current().runMinute(progress);
  }

  /**
   * Answers commands, and starts nothing else: for a process that sweeps once. They must not open
   * the store that it has open.
   */
  public void serveCommands() {
    web.startSocketOnly();
  }

  /** Reads everything once, in the caller's thread, and delivers the resulting events. */
  public SweepSummary sweepOnce(SweepProgressListener progress) {
    return lifecycle.current().sweepOnce(progress);
  }

  /** The address of the web pages. */
  public URI webUri() {
    return URI.create(web.url());
  }

  /** Stops within seconds; uncommitted work is repeated after the next start. */
  @Override
  public void close() {
    closer.close();
  }
}

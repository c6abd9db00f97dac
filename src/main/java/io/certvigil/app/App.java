package io.certvigil.app;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.config.Config;
import io.certvigil.metrics.MetricsPage;
import io.certvigil.notify.Channels;
import io.certvigil.notify.Composer;
import io.certvigil.notify.Courier;
import io.certvigil.notify.Digests;
import io.certvigil.notify.Heartbeat;
import io.certvigil.policy.Policy;
import io.certvigil.schedule.Cron;
import io.certvigil.schedule.Schedule;
import io.certvigil.store.Committed;
import io.certvigil.store.Store;
import io.certvigil.store.StoreException;
import io.certvigil.sweep.Progress;
import io.certvigil.sweep.Summary;
import io.certvigil.sweep.Sweeper;
import io.certvigil.sweep.Watch;
import io.certvigil.systemd.Notifier;
import io.certvigil.web.Web;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The whole daemon, wired by hand. Read the constructor from top to bottom and you know who talks
 * to whom; {@link #close} takes it down backwards.
 *
 * <p>Three lines run side by side, each from rows that are already durable: readings come in on the
 * sweep's threads, events are composed and delivered on the pulse, and what time alone changes is
 * decided on the minute.
 */
public final class App implements AutoCloseable {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** After the start. A fault campaign kills the daemon too often to wait for a minute. */
  private static final Duration SOON = Duration.ofSeconds(Long.getLong("certvigil.pace", 60));

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final Closer closer = new Closer();
  private final Config config;
  private final TrueClock time;
  private final InstantSource clock;
  private final Instant started;
  private final Store store;
  private final Policy policy;
  private final MetricsPage metrics;
  private final Sweeper sweeper;
  private final Composer composer;
  private final Digests digests;
  private final Courier courier;
  private final Errands errands;
  private final Pulse pulse;
  private final Clockwork clockwork;
  private final SelfWatch self;
  private final @Nullable Heartbeat heartbeat;
  private final Web web;
  private volatile @Nullable Instant retained;
  private final Herald herald;
  private final Thrift thrift = new Thrift();

  /**
   * Opens the store and wires the rooms. Nothing runs yet.
   *
   * @throws io.certvigil.store.StoreException where the store cannot be had
   */
  public App(Config config, Version version, InstantSource wall) {
    this(config, version, wall, Notifier.NONE);
  }

  /**
   * The same, and a service manager is told how it goes.
   *
   * @throws io.certvigil.store.StoreException where the store cannot be had
   */
  public App(Config config, Version version, InstantSource wall, Notifier systemd) {
    this(config, version, wall, System::nanoTime, systemd);
  }

  App(Config config, Version version, InstantSource wall, LongSupplier nanos, Notifier systemd) {
    this.config = config;
    time = new TrueClock(wall, nanos);
    // What is stored and what is told has milliseconds: one fact is one value everywhere.
    clock = () -> time.instant().truncatedTo(ChronoUnit.MILLIS);
    started = now();
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    closer.add("meters", registry::close);
    store = closer.add("store", Store.open(config.store(), registry));
    policy = new Policy(config.expiry());
    var cloudflare =
        closer.add(
            "cloudflare",
            new Cloudflare(config.cloudflare(), version.version(), clock, time::heard, registry));
    metrics =
        new MetricsPage(
            config.metrics(),
            registry,
            version.version(),
            version.revision(),
            clock,
            Cloudflare.sources());
    AppMeters.register(registry, clock.instant(), time::skew);
    sweeper =
        closer.add(
            "sweeper",
            new Sweeper(
                config.sweep(Cloudflare.sources()),
                new CloudflareApi(cloudflare, time),
                store,
                policy,
                this::committed,
                clock,
                moment -> Thread.sleep(Duration.between(clock.instant(), moment)),
                registry));
    var channels = new Channels(config.alerting(), version.version());
    composer =
        new Composer(
            config.alerting(),
            channels,
            store.outbox(),
            store.silences(),
            store.scopes()::firstSweepUnderWay,
            clock,
            registry);
    digests =
        new Digests(config.alerting(), channels, store.catalogue(), store.outbox(), Cron::last);
    courier = closer.add("courier", new Courier(channels, store.outbox(), clock, registry));
    errands = new Errands(store, sweeper, clock);
    pulse = closer.add("pulse", new Pulse("pulse", this::beat));
    web =
        closer.add(
            "web",
            new Web(
                config.web(),
                new MetricsScrape(metrics),
                this::notReady,
                new Web.Status(
                    new Web.About(
                        config.installation(),
                        version.version(),
                        config.alerting().channels().keySet()),
                    new Estate(metrics),
                    store,
                    new PagesDaemon(config, policy, cloudflare, version, clock),
                    clock)));
    clockwork =
        closer.add(
            "schedule", new Clockwork(() -> new Schedule("certvigil"), this::schedule, nanos));
    self =
        new SelfWatch(
            store,
            policy,
            cloudflare,
            time,
            clockwork,
            config.alerting().channels().keySet(),
            config.cloudflare().credentials().keySet());
    heartbeat = heartbeat(config.alerting().heartbeat(), version, registry);
    herald = closer.add("systemd", new Herald(systemd, clockwork, store, sweeper, metrics));
  }

  private @Nullable Heartbeat heartbeat(
      io.certvigil.notify.Settings.@Nullable Heartbeat settings,
      Version version,
      MeterRegistry registry) {
    return settings == null
        ? null
        : closer.add(
            "heartbeat",
            new Heartbeat(settings, version.version(), () -> self.unwell(now()), registry));
  }

  /** Starts everything. Ready when this returns; Cloudflare may be down. */
  public void start() {
    takeOver();
    web.start();
    herald.ready();
    sweeper.start();
    pulse.start();
    clockwork.start();
  }

  private void schedule(Schedule schedule) {
    config.watch().forEach(watch -> schedule(schedule, watch));
    var soon = time.onTheWall(now().plus(SOON));
    schedule.every("minute", MINUTE, soon, () -> clockwork.minute(this::minute));
    schedule.every("retention", MINUTE, soon, this::retain);
    schedule.every("credentials", HOUR, time.onTheWall(now()), self::verify);
  }

  /** Daily. By a clock that is years ahead and that nobody has confirmed, all would be too old. */
  private void retain() {
    var now = now();
    var last = retained;
    boolean today = last != null && Duration.between(last, now).abs().compareTo(DAY) < 0;
    if (time.confirmed() && !today) {
      store.readings().retain(now);
      retained = now;
    }
  }

  /** What is stored is brought in line with the config, and the pages with what is stored. */
  private void takeOver() {
    store.scopes().watches(config.watch().stream().map(Watch::name).toList());
    store.outbox().channels(config.alerting().channels().keySet(), now());
    store.readings().rules(config.expiry().toString());
    metrics.told(sweeper.letGo());
    metrics.firing(store.readings().unreadable());
    store.readings().each(this::inventory);
    sweeper.plan();
  }

  private void schedule(Schedule schedule, Watch watch) {
    // A moment ahead of us was stored by a wrong clock: it must not keep us waiting.
    var last = store.scopes().lastDue(watch.name()).filter(due -> !due.isAfter(now()));
    var cron = watch.cron();
    if (cron == null) {
      var first = time.onTheWall(last.map(due -> due.plus(watch.every())).orElse(now()));
      schedule.every("watch/" + watch.name(), watch.every(), first, () -> sweeper.due(watch));
    } else {
      var since = time.onTheWall(last.orElse(now()));
      schedule.cron("watch/" + watch.name(), cron, since, () -> sweeper.due(watch));
      if (last.isEmpty()) {
        sweeper.due(watch); // nobody wants to wait for Monday to see the first certificate
      }
    }
  }

  /** Ready does not ask for Cloudflare: a daemon that cannot read it still alerts. */
  private Optional<String> notReady() {
    try {
      store.dataVersion();
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void committed(Committed scope) {
    metrics.update(scope);
    if (!scope.events().isEmpty()) {
      pulse.wake();
    }
  }

  private void inventory(Committed scope) {
    sweeper.learn(scope);
    metrics.update(scope);
  }

  /**
   * What time alone changes. No step waits for another's success: a full disk that takes no
   * decision must not keep an Alertmanager from hearing what stands, or it would call it resolved.
   */
  void minute() {
    Steps.all(
        this::decide,
        () -> metrics.told(self.decide(now())),
        () -> courier.refresh(composer),
        () -> digests.run(now()),
        () -> metrics.told(store.silences().unsilence(now())),
        this::letGo,
        sweeper::minute,
        pulse::wake);
  }

  /** Rungs, reminders, lists that have not been readable for too long. */
  private void decide() {
    if (time.mayDecide()) {
      store.readings().decideDue(policy, now(), this::committed);
      metrics.told(store.readings().decideHealth(policy, awakeSince(), now()));
    }
  }

  private void letGo() {
    if (sweeper.mayLetGoUnclaimed()) {
      letGoUnclaimed();
    }
  }

  private void letGoUnclaimed() {
    var shown = metrics.scopes(); // before the store is asked: what comes meanwhile stays
    metrics.told(sweeper.letGoUnclaimed());
    var watched =
        store.scopes().watched().stream()
            .map(list -> list.scope().key())
            .collect(Collectors.toSet());
    shown.stream().filter(key -> !watched.contains(key)).forEach(metrics::remove);
  }

  /** What is stored is sent whatever fails before; then there is no heartbeat. */
  private void beat() {
    try {
      Steps.all(clockwork::look, errands::run, composer::compose, courier::dispatch);
      if (heartbeat != null) {
        heartbeat.beat(now());
      }
    } catch (StoreException e) {
      herald.storeFailed(e);
      throw e;
    }
    thrift.beat(sweeper.underWay().isEmpty());
    herald.beat();
  }

  /** A clock that was set back since must not make it the future. */
  private Instant awakeSince() {
    return started.isAfter(now()) ? now().minus(time.awake()) : started;
  }

  private Instant now() {
    return clock.instant();
  }

  /** Reads everything once, in the caller's thread, and delivers what came of it. */
  public Summary sweepOnce(Progress progress) {
    takeOver();
    var summary = sweeper.sweepAll(progress);
    composer.composeNow();
    courier.deliver();
    return summary;
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

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
import io.certvigil.web.Web;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that is made of the configuration. A reload stops these works and puts others in their place;
 * what is kept stays open below them.
 *
 * <p>Three lines run side by side, each from rows that are already durable: readings come in on the
 * sweep's threads, events are composed and delivered on the pulse, and what time alone changes is
 * decided on the minute.
 */
final class Works {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** After the start. A fault campaign kills the daemon too often to wait for a minute. */
  private static final Duration SOON = Duration.ofSeconds(Long.getLong("certvigil.pace", 60));

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final Kept kept;
  private final Config config;
  private final TrueClock time;
  private final InstantSource clock;
  private final Store store;
  private final Policy policy;
  private final Cloudflare cloudflare;
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
  private final Herald herald;
  private final Thrift thrift = new Thrift();
  private final ReentrantReadWriteLock atWork = new ReentrantReadWriteLock();
  private volatile boolean stopped;
  private volatile boolean settled;
  private volatile @Nullable Instant retained;
  private final Duration pause;

  /**
   * Nothing runs yet, and nothing is written.
   *
   * @param before those in whose place these are put, stopped; null at the start
   */
  Works(Kept kept, Config config, @Nullable Works before) {
    this.kept = kept;
    this.config = config;
    time = kept.time();
    clock = kept.clock();
    store = kept.store();
    var registry = kept.registry();
    var version = kept.version();
    policy = new Policy(config.expiry());
    cloudflare = before != null && before.asks(config) ? before.cloudflare : cloudflare();
    metrics = before == null ? metrics() : before.metrics.with(config.metrics());
    retained = before == null ? null : before.retained;
    pause = before == null ? SOON : Duration.ZERO; // what a reload changed is to be seen at once
    sweeper =
        new Sweeper(
            config.sweep(Cloudflare.sources()),
            new CloudflareApi(cloudflare, time),
            store,
            policy,
            this::committed,
            clock,
            moment -> Thread.sleep(Duration.between(clock.instant(), moment)),
            registry);
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
    courier = new Courier(channels, store.outbox(), clock, registry);
    errands = new Errands(store, sweeper, clock);
    if (before != null) {
      errands.takeOver(before.errands);
    }
    pulse = new Pulse("pulse", this::beat);
    clockwork = new Clockwork(() -> new Schedule("certvigil"), this::schedule, kept.nanos());
    self =
        new SelfWatch(
            store,
            policy,
            cloudflare,
            time,
            clockwork,
            config.alerting().channels().keySet(),
            config.cloudflare().credentials().keySet());
    heartbeat = heartbeat();
    herald = new Herald(kept.systemd(), clockwork, store, sweeper, metrics, kept.refused());
  }

  /** Whether Cloudflare is asked as before, so that what is known of its limits stays known. */
  private boolean asks(Config next) {
    return next.cloudflare().equals(config.cloudflare());
  }

  private Cloudflare cloudflare() {
    return new Cloudflare(
        config.cloudflare(), kept.version().version(), clock, time::heard, kept.registry());
  }

  private MetricsPage metrics() {
    return new MetricsPage(
        config.metrics(),
        kept.registry(),
        kept.version().version(),
        kept.version().revision(),
        clock,
        Cloudflare.sources());
  }

  private @Nullable Heartbeat heartbeat() {
    var settings = config.alerting().heartbeat();
    return settings == null
        ? null
        : new Heartbeat(
            settings, kept.version().version(), () -> self.unwell(now()), kept.registry());
  }

  Config config() {
    return config;
  }

  /** What the pages show. */
  Web.Status pages() {
    return new Web.Status(
        new Web.About(
            config.installation(), kept.version().version(), config.alerting().channels().keySet()),
        new Estate(metrics),
        store,
        new PagesDaemon(config, policy, cloudflare, kept.version(), clock),
        clock);
  }

  Web.Scrape scrape() {
    return new MetricsScrape(metrics);
  }

  /**
   * What is stored is brought in line with the config, all of it or, where this throws, nothing.
   */
  void takeOver() {
    store.configured(
        config.watch().stream().map(Watch::name).toList(),
        config.alerting().channels().keySet(),
        config.expiry().toString(),
        now());
  }

  /** Brings the pages in line with what is stored, and lets go of what is watched no more. */
  void settleIn() {
    metrics.told(sweeper.letGo());
    metrics.firing(store.alerts().unreadable());
    store.readings().each(this::inventory);
    forgetUnwatched(metrics.scopes());
    sweeper.plan();
    settled = true;
  }

  /** After a reload in which the store failed half way. */
  private void settleInStill() {
    if (!settled) {
      settleIn();
    }
  }

  /** From here on it works; Cloudflare may be down. */
  void start() {
    sweeper.start();
    pulse.start();
    clockwork.start();
  }

  private void schedule(Schedule schedule) {
    config.watch().forEach(watch -> schedule(schedule, watch));
    var soon = time.onTheWall(now().plus(pause));
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
    unlessStopped(
        () ->
            Steps.all(
                this::settleInStill,
                this::decide,
                () -> metrics.told(self.decide(now())),
                () -> courier.refresh(composer),
                () -> digests.run(now()),
                () -> metrics.told(store.silences().unsilence(now())),
                this::letGo,
                sweeper::minute,
                pulse::wake));
  }

  /** What these works decided after others took their place would be by another config. */
  private void unlessStopped(Runnable work) {
    atWork.readLock().lock();
    try {
      if (!stopped) {
        work.run();
      }
    } finally {
      atWork.readLock().unlock();
    }
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
    forgetUnwatched(shown);
  }

  private void forgetUnwatched(Set<String> shown) {
    var watched =
        store.scopes().watched().stream()
            .map(list -> list.scope().key())
            .collect(Collectors.toSet());
    shown.stream().filter(key -> !watched.contains(key)).forEach(metrics::remove);
  }

  /** What is stored is sent whatever fails before; then there is no heartbeat. */
  private void beat() {
    try {
      // First: a process that dies again and again while it composes must not keep back the rest.
      Steps.all(clockwork::look, errands::run, courier::dispatch, this::compose);
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

  private void compose() {
    if (composer.compose() > 0) {
      courier.dispatch();
    }
  }

  /** A clock that was set back since must not make it the future. */
  private Instant awakeSince() {
    return kept.started().isAfter(now()) ? now().minus(time.awake()) : kept.started();
  }

  private Instant now() {
    return clock.instant();
  }

  /** Reads everything once, in the caller's thread, and delivers what came of it. */
  Summary sweepOnce(Progress progress) {
    takeOver();
    settleIn();
    var summary = sweeper.sweepAll(progress);
    composer.composeNow();
    courier.deliver();
    return summary;
  }

  /**
   * Decides, composes and claims nothing more when this returns; what was being read stays due.
   * Attempts in flight go on.
   */
  void stop() {
    Closer.close("schedule", clockwork);
    atWork.writeLock().lock(); // waits for the minute's work
    try {
      stopped = true;
    } finally {
      atWork.writeLock().unlock();
    }
    Closer.close("pulse", pulse);
    Closer.close("sweeper", sweeper);
    courier.stop();
    if (heartbeat != null) {
      Closer.close("heartbeat", heartbeat);
    }
  }

  /** Lets go of what others that took this place do not use. What is in flight is not cut. */
  void leaveTo(Works next) {
    if (next.cloudflare != cloudflare) {
      Closer.close("cloudflare", cloudflare);
    }
    courier.retire();
  }

  /** Whether nothing is in flight any more. */
  boolean gone() {
    return courier.gone();
  }

  /** Stops within seconds: what is in flight is cut when it takes longer. */
  void close() {
    stop();
    Closer.close("courier", courier);
    Closer.close("cloudflare", cloudflare);
  }
}

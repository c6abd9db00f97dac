package io.certvigil.app;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.config.Config;
import io.certvigil.metrics.MetricsPage;
import io.certvigil.notify.Channels;
import io.certvigil.notify.check.ConfiguredChannels;
import io.certvigil.notify.compose.Composer;
import io.certvigil.notify.compose.Digests;
import io.certvigil.notify.deliver.Courier;
import io.certvigil.policy.Policy;
import io.certvigil.schedule.Cron;
import io.certvigil.store.CommittedScope;
import io.certvigil.sweep.Sweeper;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The parts that one configuration needs: they read, decide, compose and send, but have no schedule
 * of their own. {@link ConfiguredDaemon} calls them.
 *
 * @param commits receives every committed scope, from the sweeper and from decisions of time alone,
 *     on any thread
 */
record DaemonComponents(
    Config config,
    Policy policy,
    Cloudflare cloudflare,
    MetricsPage metrics,
    Consumer<CommittedScope> commits,
    Sweeper sweeper,
    Composer composer,
    Digests digests,
    Courier courier,
    RequestHandler requests) {

  /**
   * Builds every part. Nothing runs yet and nothing is written.
   *
   * @param previous the stopped parts that these replace; null at the start
   * @param wake wakes the work loop
   */
  static DaemonComponents build(
      SharedServices shared, Config config, @Nullable DaemonComponents previous, Runnable wake) {
    var store = shared.store();
    var clock = shared.clock();
    var policy = new Policy(config.expiry());
    var cloudflare = cloudflare(shared, config, previous);
    var metrics = metrics(shared, config, previous);
    Consumer<CommittedScope> commits = scope -> committed(scope, metrics, wake);
    var sweeper = sweeper(shared, config, policy, cloudflare, commits);
    var channels =
        ConfiguredChannels.of(
            config.alerting(), shared.version().version(), config.scrubber(), shared.names());
    var composer = composer(shared, config, channels);
    var digests =
        new Digests(
            config.alerting(),
            channels,
            store.inventory(),
            store.outbox(),
            (cron, since, now) -> Cron.lastFireTime(cron, config.timezone(), since, now));
    var courier = new Courier(channels, store.outbox(), clock, shared.registry());
    var requests = new RequestHandler(store, sweeper, shared.reloads(), clock);
    if (previous != null) {
      requests.resumeUnfinished(previous.requests);
    }
    return new DaemonComponents(
        config,
        policy,
        cloudflare,
        metrics,
        commits,
        sweeper,
        composer,
        digests,
        courier,
        requests);
  }

  /** Shows a committed scope, and wakes the work loop so that new events are sent at once. */
  private static void committed(CommittedScope scope, MetricsPage metrics, Runnable wake) {
    metrics.update(scope);
    if (!scope.events().isEmpty()) {
      wake.run();
    }
  }

  /** Reuses the previous client if its settings are equal: it holds the current rate limits. */
  private static Cloudflare cloudflare(
      SharedServices shared, Config config, @Nullable DaemonComponents previous) {
    if (previous != null && config.cloudflare().equals(previous.config.cloudflare())) {
      return previous.cloudflare;
    }
    return new Cloudflare(
        config.cloudflare(),
        shared.version().version(),
        shared.clock(),
        shared.time()::observeRemote,
        shared.registry(),
        config.scrubber(),
        shared.names());
  }

  /** After a reload with the previous content, so that no scrape sees an empty page. */
  private static MetricsPage metrics(
      SharedServices shared, Config config, @Nullable DaemonComponents previous) {
    if (previous != null) {
      return previous.metrics.with(config.metrics());
    }
    return new MetricsPage(
        config.metrics(),
        shared.registry(),
        shared.version().version(),
        shared.version().revision(),
        shared.clock(),
        Cloudflare.sources());
  }

  private static Sweeper sweeper(
      SharedServices shared,
      Config config,
      Policy policy,
      Cloudflare cloudflare,
      Consumer<CommittedScope> commits) {
    var clock = shared.clock();
    return new Sweeper(
        config.sweepSettings(Cloudflare.sources()),
        new SweepCloudflare(cloudflare, shared.time()),
        shared.store(),
        policy,
        commits,
        clock,
        moment -> Thread.sleep(Duration.between(clock.instant(), moment)),
        shared.registry());
  }

  private static Composer composer(SharedServices shared, Config config, Channels channels) {
    var store = shared.store();
    return new Composer(
        config.alerting(),
        shared.stamp(),
        channels,
        store.outbox(),
        store.silences(),
        store.scopes()::firstSweepUnderWay,
        shared.clock(),
        shared.registry());
  }
}

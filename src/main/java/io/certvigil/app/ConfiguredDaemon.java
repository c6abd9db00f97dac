package io.certvigil.app;

import io.certvigil.config.Config;
import io.certvigil.notify.heartbeat.Heartbeat;
import io.certvigil.schedule.Schedule;
import io.certvigil.sweep.SweepProgressListener;
import io.certvigil.sweep.SweepSummary;
import io.certvigil.web.site.InstallationInfo;
import io.certvigil.web.site.MetricsExposition;
import io.certvigil.web.site.SiteContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Everything that runs under one configuration: the components and the two drivers that call them,
 * the schedule and the work loop. A reload stops one of these and starts another.
 *
 * <p>Three kinds of threads work side by side, each on rows that are already durable: the sweeper's
 * threads read certificates, the work loop composes and delivers events, the schedule's threads
 * decide what changes because time passes.
 */
final class ConfiguredDaemon {
  /** Until the minute's tasks run first. A fault campaign, which kills often, shortens it. */
  private static final Duration START_DELAY =
      Duration.ofSeconds(Long.getLong("certvigil.pace", 60));

  private final SharedServices shared;
  private final DaemonComponents components;
  private final WorkLoop workLoop;
  private final SchedulerSupervisor supervisor;
  private final SelfMonitor monitor;
  private final ImpairmentMonitor impairments;
  private final @Nullable Heartbeat heartbeat;
  private final StoreSynchronizer synchronizer;
  private final MinuteTasks minute;
  private final DaemonSchedule schedule;
  private final WorkPass pass;

  /**
   * Nothing runs yet, and nothing is written.
   *
   * @param previous the stopped one that this replaces; null at the start
   */
  ConfiguredDaemon(SharedServices shared, Config config, @Nullable ConfiguredDaemon previous) {
    this.shared = shared;
    workLoop = new WorkLoop("work-loop", this::runPass);
    var before = previous == null ? null : previous.components;
    components = DaemonComponents.build(shared, config, before, workLoop::wake);
    supervisor =
        new SchedulerSupervisor(() -> new Schedule("certvigil"), this::addTasks, shared.nanos());
    monitor = SelfMonitor.of(shared, components, supervisor);
    impairments =
        new ImpairmentMonitor(
            shared.store(), config.alerting().channels().keySet(), shared.clock());
    heartbeat = heartbeat(config);
    synchronizer = new StoreSynchronizer(shared, components);
    minute = new MinuteTasks(shared, components, synchronizer, monitor, workLoop::wake);
    var delay = previous == null ? START_DELAY : Duration.ZERO; // a reload shows its effect at once
    schedule = new DaemonSchedule(shared, components, minute, monitor, delay);
    pass = new WorkPass(shared, components, supervisor, monitor, impairments, heartbeat);
  }

  private @Nullable Heartbeat heartbeat(Config config) {
    var settings = config.alerting().heartbeat();
    return settings == null
        ? null
        : new Heartbeat(
            settings,
            shared.version().version(),
            () -> monitor.problem(shared.now()),
            shared.registry(),
            config.scrubber(),
            shared.names());
  }

  private void runPass() {
    pass.run();
  }

  private void addTasks(Schedule empty) {
    schedule.addTo(empty, supervisor);
  }

  Config config() {
    return components.config();
  }

  MetricsExposition scrape() {
    return new WebMetrics(components.metrics());
  }

  /** What the pages show. */
  SiteContext status() {
    var config = config();
    var version = shared.version();
    return new SiteContext(
        new InstallationInfo(config.installation(), version.version()),
        new WebMetrics(components.metrics()),
        shared.store(),
        new PageDaemonInfo(
            config,
            shared.stamp(),
            components.policy(),
            components.cloudflare(),
            impairments,
            version,
            shared.clock()),
        shared.clock());
  }

  DaemonComponents components() {
    return components;
  }

  StoreSynchronizer synchronizer() {
    return synchronizer;
  }

  /** Starts the threads. Cloudflare may be unreachable. */
  void start() {
    components.sweeper().start();
    workLoop.start();
    supervisor.start();
  }

  /** What the schedule does each minute. */
  void runMinute(Runnable progress) {
    minute.run(progress);
  }

  /** Reads everything once, in the caller's thread, and delivers the resulting events. */
  SweepSummary sweepOnce(SweepProgressListener progress) {
    synchronizer.synchronizeStoreOnce();
    synchronizer.initializeFromStore();
    var summary = components.sweeper().sweepAll(progress);
    components.composer().composeNow();
    components.courier().deliver();
    return summary;
  }

  /**
   * When this returns, nothing more is decided, composed or claimed; scopes whose reading was
   * interrupted stay due. Delivery attempts in flight continue.
   */
  void stop() {
    Closer.close("schedule", supervisor);
    minute.stop();
    Closer.close("work loop", workLoop);
    Closer.close("sweeper", components.sweeper());
    components.courier().stop();
    if (heartbeat != null) {
      Closer.close("heartbeat", heartbeat);
    }
  }

  /** Releases what the other one does not share. Delivery attempts in flight are not cut. */
  void releaseExceptSharedWith(ConfiguredDaemon other) {
    if (other.components.cloudflare() != components.cloudflare()) {
      Closer.close("cloudflare", components.cloudflare());
    }
    components.courier().retire();
  }

  /** Whether no delivery attempt is in flight. */
  boolean isIdle() {
    return components.courier().isFinished();
  }

  /** Stops within seconds: attempts in flight that take longer are cut. */
  void close() {
    stop();
    Closer.close("courier", components.courier());
    Closer.close("cloudflare", components.cloudflare());
  }
}

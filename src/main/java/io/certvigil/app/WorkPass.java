package io.certvigil.app;

import io.certvigil.notify.heartbeat.Heartbeat;
import io.certvigil.store.failure.StoreException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One pass of the work loop: checks the scheduler, accepts requests of commands, starts due
 * deliveries, composes notifications for new events, sends the heartbeat and reports to systemd.
 */
final class WorkPass {
  private final SharedServices shared;
  private final DaemonComponents components;
  private final SchedulerSupervisor supervisor;
  private final @Nullable Heartbeat heartbeat;
  private final SystemdReporter reporter;
  private final SelfMonitor monitor;
  private final HeapTrimmer heap = new HeapTrimmer();
  private Set<String> failingChannels = Set.of();

  WorkPass(
      SharedServices shared,
      DaemonComponents components,
      SchedulerSupervisor supervisor,
      SelfMonitor monitor,
      ImpairmentMonitor impairments,
      @Nullable Heartbeat heartbeat) {
    this.shared = shared;
    this.components = components;
    this.supervisor = supervisor;
    this.monitor = monitor;
    this.heartbeat = heartbeat;
    reporter =
        new SystemdReporter(
            shared.systemd(),
            supervisor,
            shared.store(),
            components.sweeper(),
            components.metrics(),
            impairments,
            shared.reloadProblem());
  }

  /** Each step runs even if an earlier one fails; after a failure no heartbeat is sent. */
  void run() {
    try {
      // Composing comes last: if it crashes the process again and again, the rest is still done.
      Steps.all(
          supervisor::check,
          components.requests()::run,
          components.courier()::dispatch,
          this::reportSilences,
          this::decideChannels,
          this::compose);
      if (heartbeat != null) {
        heartbeat.sendIfDue(shared.now());
      }
    } catch (StoreException e) {
      reporter.storeFailed(e);
      throw e;
    }
    heap.collectIfWasteful(components.sweeper().status().isEmpty());
    reporter.passCompleted();
  }

  /** In each pass, so that its message leaves when the silence begins. */
  private void reportSilences() {
    var events = shared.store().silences().reportOfEverything(shared.now());
    components.metrics().countEvents(events);
  }

  /** The other channels are told at once, and not with the next minute. */
  private void decideChannels() {
    var failing = components.courier().failingChannels();
    if (!failing.equals(failingChannels)) {
      components.metrics().countEvents(monitor.decide(shared.now()));
      failingChannels = failing;
    }
  }

  private void compose() {
    if (components.composer().compose() > 0) {
      components.courier().dispatch();
    }
  }
}

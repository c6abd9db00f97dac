package io.certvigil.notify.heartbeat;

import io.certvigil.notify.Outcome.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The metrics of heartbeats. */
final class HeartbeatMeters {
  private final MeterRegistry registry;
  private final Counter sent;

  HeartbeatMeters(MeterRegistry registry) {
    this.registry = registry;
    sent =
        Counter.builder("certvigil.heartbeats")
            .description("Heartbeats sent, successful or not.")
            .register(registry);
    for (var reason : Reason.values()) {
      failures(reason);
    }
  }

  void sent() {
    sent.increment();
  }

  void failed(Reason reason) {
    failures(reason).increment();
  }

  private Counter failures(Reason reason) {
    return Counter.builder("certvigil.heartbeat.failures")
        .description("Heartbeats that failed.")
        .tag("reason", reason.word())
        .register(registry);
  }
}

package io.certvigil.notify.compose;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The metrics of composing. */
final class ComposeMeters {
  private final Counter unrouted;

  ComposeMeters(MeterRegistry registry) {
    unrouted =
        Counter.builder("certvigil.events.unrouted")
            .description("Events that match no route and are therefore sent to every channel.")
            .register(registry);
  }

  void unrouted(int events) {
    unrouted.increment(events);
  }
}

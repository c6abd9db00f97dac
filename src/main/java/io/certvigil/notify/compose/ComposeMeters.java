package io.certvigil.notify.compose;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What is counted of composing. */
final class ComposeMeters {
  private final Counter unrouted;

  ComposeMeters(MeterRegistry registry) {
    unrouted =
        Counter.builder("certvigil.events.unrouted")
            .description("Events that no route takes, which therefore go to every channel.")
            .register(registry);
  }

  void unrouted(int events) {
    unrouted.increment(events);
  }
}

package io.certvigil.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;

/** What the daemon knows of itself. */
final class AppMeters {
  private AppMeters() {}

  static void register(MeterRegistry registry, Instant configured) {
    Gauge.builder("certvigil.config.last.reload.successful", () -> 1)
        .description("Whether the last attempt to read the configuration succeeded.")
        .register(registry);
    Gauge.builder(
            "certvigil.config.last.reload.success.timestamp", configured, Instant::getEpochSecond)
        .description("When the configuration was last read with success.")
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
  }
}

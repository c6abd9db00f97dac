package io.certvigil.store.sqlite;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of the store itself: duration of operations and size of the database. Changes and events
 * are counted in room metrics.
 */
public final class StoreMeters {
  private static final List<String> OPERATIONS =
      List.of(
          "commit",
          "decide",
          "health",
          "scopes",
          "compose",
          "claim",
          "settle",
          "retention",
          "query",
          "request");
  private static final Duration[] BOUNDS =
      List.of(1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000).stream()
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final Map<String, Timer> timers = new HashMap<>();
  private final MeterRegistry registry;

  public StoreMeters(MeterRegistry registry) {
    this.registry = registry;
    OPERATIONS.forEach(operation -> timers.put(operation, timer(operation)));
  }

  /** For commands, whose metrics are not exported. */
  public static StoreMeters none() {
    return new StoreMeters(new CompositeMeterRegistry());
  }

  public void registerSize(Supplier<Number> bytes) {
    Gauge.builder("certvigil.store.size", bytes)
        .description("Size of the database with its write-ahead log.")
        .baseUnit("bytes")
        .register(registry);
  }

  <T extends @Nullable Object> T timed(String operation, Supplier<T> work) {
    long begin = System.nanoTime();
    try {
      return work.get();
    } finally {
      Optional.ofNullable(timers.get(operation))
          .ifPresent(timer -> timer.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS));
    }
  }

  private Timer timer(String operation) {
    return Timer.builder("certvigil.store.operation.duration")
        .description("Duration of store operations, including the wait for other writes.")
        .tag("operation", operation)
        .serviceLevelObjectives(BOUNDS)
        .register(registry);
  }
}

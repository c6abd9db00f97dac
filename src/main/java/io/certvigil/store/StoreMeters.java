package io.certvigil.store;

import io.certvigil.diff.Change;
import io.certvigil.model.Source;
import io.certvigil.policy.EventType;
import io.micrometer.core.instrument.Counter;
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

/** What the store counts: how long it takes, what changed, what was told. */
final class StoreMeters {
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
  private final Map<EventType, Counter> events = new HashMap<>();
  private final Map<String, Counter> changes = new HashMap<>();
  private final MeterRegistry registry;

  StoreMeters(MeterRegistry registry) {
    this.registry = registry;
    OPERATIONS.forEach(operation -> timers.put(operation, timer(operation)));
    for (var type : EventType.values()) {
      events.put(type, counter("certvigil.events", "type", type.word()));
    }
    for (var source : Source.values()) {
      for (var word :
          List.of("appeared", "renewed", "status", "expiry", "metadata", "disappeared")) {
        changes.put(
            source.word() + word,
            counter("certvigil.certificate.changes", "source", source.word(), "change", word));
      }
    }
  }

  /** For commands, which nobody scrapes. */
  static StoreMeters none() {
    return new StoreMeters(new CompositeMeterRegistry());
  }

  void size(Supplier<Number> bytes) {
    Gauge.builder("certvigil.store.size", bytes).baseUnit("bytes").register(registry);
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

  void count(Committed committed) {
    committed.events().forEach(event -> told(event.type()));
    var source = committed.watched().scope().source().word();
    for (var change : committed.changes()) {
      Optional.ofNullable(changes.get(source + word(change))).ifPresent(Counter::increment);
    }
  }

  void told(EventType type) {
    Optional.ofNullable(events.get(type)).ifPresent(Counter::increment);
  }

  private static String word(Change change) {
    return switch (change) {
      case Change.Appeared appeared -> appeared.baseline() ? "" : "appeared";
      case Change.Renewed _ -> "renewed";
      case Change.ExpiryChanged _ -> "expiry";
      case Change.StatusChanged _ -> "status";
      case Change.MetadataChanged _ -> "metadata";
      case Change.Missed _, Change.Found _ -> "";
      case Change.Disappeared _ -> "disappeared";
    };
  }

  private Timer timer(String operation) {
    return Timer.builder("certvigil.store.operation.duration")
        .tag("operation", operation)
        .serviceLevelObjectives(BOUNDS)
        .register(registry);
  }

  private Counter counter(String name, String... tags) {
    return Counter.builder(name).tags(tags).register(registry);
  }
}

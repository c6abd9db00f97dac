package io.certvigil.sweep;

import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.Source;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Meters of readings and sweeps. Every series exists from the start. */
final class SweepMeters implements AutoCloseable {
  private static final String SOURCE = "source";
  private static final String WATCH = "watch";

  private final MeterRegistry registry;
  private final Map<String, AtomicReference<Duration>> intervals = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
  private final List<Gauge> gauges = new ArrayList<>();

  SweepMeters(MeterRegistry registry, SweepSettings settings) {
    this.registry = registry;
    settings.sources().forEach(this::prepare);
    settings.watches().forEach(this::prepare);
  }

  private void prepare(Source source) {
    readings(source);
    for (var reason : FaultReason.values()) {
      failures(source, reason);
    }
  }

  private void prepare(WatchEntry watch) {
    var interval = new AtomicReference<>(watch.every());
    var sweeps = new AtomicInteger();
    intervals.put(watch.name(), interval);
    running.put(watch.name(), sweeps);
    gauges.add(
        Gauge.builder(
                "certvigil.sweep.interval", interval, value -> value.get().toMillis() / 1000.0)
            .description(
                "Effective time between two sweeps, stretched if the request budget requires it.")
            .baseUnit("seconds")
            .tag(WATCH, watch.name())
            .register(registry));
    gauges.add(
        Gauge.builder("certvigil.sweep.in.progress", sweeps, AtomicInteger::get)
            .description("1 while a sweep runs.")
            .tag(WATCH, watch.name())
            .register(registry));
    duration(watch.name());
    skipped(watch.name());
  }

  /** Counts one attempt to read a scope, and why it was not complete. */
  void read(Reading reading) {
    var source = reading.scope().source();
    readings(source).increment();
    reading.failure().ifPresent(fault -> failures(source, fault.reason()).increment());
  }

  /** Counts a reading that could not be stored. */
  void notStored(Source source) {
    failures(source, FaultReason.STORE).increment();
  }

  void interval(String watch, Duration effective) {
    intervals.computeIfAbsent(watch, _ -> new AtomicReference<>(effective)).set(effective);
  }

  void begin(String watch) {
    running.computeIfAbsent(watch, _ -> new AtomicInteger()).set(1);
  }

  void end(String watch, Duration took) {
    running.computeIfAbsent(watch, _ -> new AtomicInteger()).set(0);
    duration(watch).record(took);
  }

  void skip(String watch) {
    skipped(watch).increment();
  }

  private Counter readings(Source source) {
    return Counter.builder("certvigil.readings")
        .description("Attempts to read a list.")
        .tag(SOURCE, source.word())
        .register(registry);
  }

  private Counter failures(Source source, FaultReason reason) {
    return Counter.builder("certvigil.reading.failures")
        .description("Readings that were not complete, by reason.")
        .tag(SOURCE, source.word())
        .tag("reason", reason.word())
        .register(registry);
  }

  private Counter skipped(String watch) {
    return Counter.builder("certvigil.sweeps.skipped")
        .description("Sweeps skipped because the previous one was still running.")
        .tag(WATCH, watch)
        .register(registry);
  }

  private Timer duration(String watch) {
    return Timer.builder("certvigil.sweep.duration")
        .description("How long sweeps took.")
        .serviceLevelObjectives(
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(6))
        .tag(WATCH, watch)
        .register(registry);
  }

  /** Removes the gauges. Counters stay: the meters that a reload creates continue them. */
  @Override
  public void close() {
    gauges.forEach(registry::remove);
    gauges.clear();
  }
}

package io.certvigil.notify.deliver;

import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Failure;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.store.view.Backlog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The metrics of deliveries. A time that is not known has no series. */
final class NotifyMeters implements AutoCloseable {
  private static final String PENDING = "certvigil.notifications.pending";
  private static final String OLDEST = "certvigil.notification.oldest.pending.timestamp.seconds";
  private static final String SUCCESS = "certvigil.notification.last.success.timestamp.seconds";

  private static final String FAILING = "certvigil.channel.failing";

  private static final Map<String, String> HELP =
      Map.of(
          FAILING, "1 if the receiver has accepted nothing for too long, whatever it answers.",
          PENDING, "Deliveries not closed and events not composed yet.",
          OLDEST, "When the oldest pending delivery or event was created.",
          SUCCESS, "When the channel last acknowledged a delivery.");

  private final MeterRegistry registry;
  private final Set<String> channels;
  private final Map<Series, Gauge> gauges = new ConcurrentHashMap<>();
  private final Map<Series, Double> values = new ConcurrentHashMap<>();

  /** Of a receiver that a reload has left: its name is in no config, so it has no series. */
  static NotifyMeters none() {
    return new NotifyMeters(new SimpleMeterRegistry(), Set.of(), Set.of());
  }

  private record Series(String name, String channel) {}

  /**
   * @param stateful those of the channels that get all current alerts again each minute
   */
  NotifyMeters(MeterRegistry registry, Set<String> channels, Set<String> stateful) {
    this.registry = registry;
    this.channels = Set.copyOf(channels);
    for (var channel : this.channels) {
      attempts(channel);
      for (var reason : Reason.values()) {
        failures(channel, reason);
      }
      HELP.keySet().forEach(name -> removeExisting(name, channel));
      update(PENDING, channel, 0.0);
      update(FAILING, channel, 0.0);
    }
    stateful.forEach(this::registerRefreshes);
  }

  /** On a reload, the new courier is created before the previous one is closed. */
  private void removeExisting(String name, String channel) {
    registry.find(name).tag("channel", channel).gauges().forEach(registry::remove);
  }

  void attempted(String channel) {
    attempts(channel).increment();
  }

  void failed(String channel, Reason reason) {
    failed(channel, reason, 1);
  }

  void failed(String channel, Reason reason, long deliveries) {
    failures(channel, reason).increment((double) deliveries);
  }

  /** They exist at 0 from the start, for stateful channels only. */
  private void registerRefreshes(String channel) {
    refreshes(channel);
    for (var reason : Reason.values()) {
      refreshFailures(channel, reason);
    }
  }

  void refreshed(String channel, Outcome outcome) {
    refreshes(channel).increment();
    if (outcome instanceof Failure failure) {
      refreshFailures(channel, failure.reason()).increment();
    }
  }

  private Counter refreshes(String channel) {
    return counter(
        "certvigil.mirror.refreshes",
        "Refreshes: all current alerts sent to a channel.",
        Tags.of("channel", channel));
  }

  private Counter refreshFailures(String channel, Reason reason) {
    return counter(
        "certvigil.mirror.refresh.failures",
        "Refreshes that failed, completely or in part (rejected).",
        Tags.of("channel", channel, "reason", reason.word()));
  }

  private Counter attempts(String channel) {
    return counter(
        "certvigil.notifications",
        "Delivery attempts, successful or not.",
        Tags.of("channel", channel));
  }

  private Counter failures(String channel, Reason reason) {
    return counter(
        "certvigil.notification.failures",
        "Delivery attempts that failed, and deliveries given up (max_age).",
        Tags.of("channel", channel, "reason", reason.word()));
  }

  private Counter counter(String name, String help, Tags tags) {
    return Counter.builder(name).description(help).tags(tags).register(registry);
  }

  /** Updates the figures of the channels, so that a scrape does not read the database. */
  void update(List<Backlog> backlog, Instant now) {
    for (var channel : backlog) {
      if (channels.contains(channel.channel())) {
        update(PENDING, channel.channel(), (double) channel.pending());
        update(OLDEST, channel.channel(), seconds(channel.oldest()));
        update(SUCCESS, channel.channel(), seconds(channel.lastSuccess()));
        update(FAILING, channel.channel(), channel.failing(now) ? 1.0 : 0.0);
      }
    }
  }

  private static @Nullable Double seconds(@Nullable Instant at) {
    return at == null ? null : at.toEpochMilli() / 1000.0;
  }

  private synchronized void update(String name, String channel, @Nullable Double value) {
    var series = new Series(name, channel);
    if (value == null) {
      remove(series);
      return;
    }
    values.put(series, value);
    gauges.computeIfAbsent(series, this::register);
  }

  private Gauge register(Series series) {
    return Gauge.builder(series.name(), () -> values.get(series))
        .description(HELP.getOrDefault(series.name(), ""))
        .tag("channel", series.channel())
        .strongReference(true)
        .register(registry);
  }

  // Equal meters have the same name; this must be the same instance.
  @SuppressWarnings("ReferenceEquality")
  private void remove(Series series) {
    var gauge = gauges.remove(series);
    if (gauge != null
        && gauge == registry.find(series.name()).tag("channel", series.channel()).gauge()) {
      registry.remove(gauge);
    }
  }

  @Override
  public synchronized void close() {
    List.copyOf(gauges.keySet()).forEach(this::remove);
  }
}

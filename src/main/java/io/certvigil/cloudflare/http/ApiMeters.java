package io.certvigil.cloudflare.http;

import io.certvigil.model.FaultReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Counts every attempt, including those without a response. */
public final class ApiMeters implements AutoCloseable {
  private static final List<FaultReason> RETRIED =
      List.of(
          FaultReason.HTTP_5XX, FaultReason.NETWORK, FaultReason.TIMEOUT, FaultReason.RATE_LIMITED);
  private static final String TOKEN_EXPIRY = "certvigil.api.token.expiry.timestamp.seconds";
  private static final Duration[] LATENCIES =
      millis(50, 100, 250, 500, 1_000, 2_500, 10_000, 30_000);
  private static final Duration[] WAITS = millis(10, 100, 500, 1_000, 5_000, 30_000, 60_000);

  private final MeterRegistry registry;
  private final Timer throttled;
  private final List<Gauge> gauges = new ArrayList<>();
  private final Map<String, Instant> tokenExpiry = new ConcurrentHashMap<>();

  public ApiMeters(MeterRegistry registry, Collection<String> endpoints) {
    this.registry = registry;
    throttled =
        Timer.builder("certvigil.api.throttle.wait")
            .description("Time that requests waited because of the request budget.")
            .serviceLevelObjectives(WAITS)
            .register(registry);
    for (var endpoint : endpoints) {
      requests(endpoint, "200");
      duration(endpoint);
      RETRIED.forEach(reason -> retries(endpoint, reason));
    }
  }

  private static Duration[] millis(long... bounds) {
    return LongStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }

  /** A registry that records nothing, for processes without metrics. */
  public static MeterRegistry noOpRegistry() {
    return new CompositeMeterRegistry();
  }

  /**
   * Counts one attempt.
   *
   * @param code the HTTP status, or the word of the reason if there was no response
   */
  void request(String endpoint, String code, Duration took) {
    requests(endpoint, code).increment();
    duration(endpoint).record(took);
  }

  /** Counts a request that is about to be retried for this reason. */
  void retry(String endpoint, FaultReason reason) {
    retries(endpoint, reason).increment();
  }

  void waited(Duration time) {
    throttled.record(time);
  }

  /** Registers a gauge of a credential; it replaces the gauge of an earlier configuration. */
  public synchronized void gauge(
      String name, String description, String credential, Supplier<Number> value) {
    var tags = Tags.of("credential", credential);
    var old = registry.find(name).tags(tags).gauge();
    if (old != null) {
      registry.remove(old);
    }
    gauges.add(Gauge.builder(name, value).description(description).tags(tags).register(registry));
  }

  /**
   * Sets the expiry of this credential's token; null if it never expires, in which case nothing is
   * exported.
   */
  public synchronized void tokenExpiry(String credential, @Nullable Instant at) {
    if (at == null) {
      if (tokenExpiry.remove(credential) != null) {
        remove(TOKEN_EXPIRY, credential);
      }
    } else if (tokenExpiry.put(credential, at) == null) {
      gauge(
          TOKEN_EXPIRY,
          "When the API token expires, as reported by Cloudflare; absent if it never expires or is"
              + " unknown.",
          credential,
          () -> tokenExpiry.getOrDefault(credential, at).toEpochMilli() / 1e3);
    }
  }

  private void remove(String name, String credential) {
    var mine = registry.find(name).tag("credential", credential).gauge();
    if (mine != null && gauges.remove(mine)) {
      registry.remove(mine);
    }
  }

  private Counter requests(String endpoint, String code) {
    return Counter.builder("certvigil.api.requests")
        .description("Requests to Cloudflare's API, including retries.")
        .tag("endpoint", endpoint)
        .tag("code", code)
        .register(registry);
  }

  private Counter retries(String endpoint, FaultReason reason) {
    return Counter.builder("certvigil.api.retries")
        .description("Requests to Cloudflare's API that were retried.")
        .tag("endpoint", endpoint)
        .tag("reason", reason.word())
        .register(registry);
  }

  private Timer duration(String endpoint) {
    return Timer.builder("certvigil.api.request.duration")
        .description("Time of one request to Cloudflare's API, including reading the response.")
        .serviceLevelObjectives(LATENCIES)
        .tag("endpoint", endpoint)
        .register(registry);
  }

  /** Removes the gauges, unless a later configuration has already replaced them. */
  @Override
  @SuppressWarnings(
      "ReferenceEquality") // equal meters share a name; only this object's own meters are removed
  public synchronized void close() {
    for (var gauge : gauges) {
      if (registry.getMeters().stream().anyMatch(there -> there == gauge)) {
        registry.remove(gauge);
      }
    }
  }
}

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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts every attempt, also those that got no answer. */
public final class ApiMeters implements AutoCloseable {
  private static final List<FaultReason> RETRIED =
      List.of(
          FaultReason.HTTP_5XX, FaultReason.NETWORK, FaultReason.TIMEOUT, FaultReason.RATE_LIMITED);
  private static final String TOKEN_EXPIRY = "certvigil.api.token.expiry.timestamp.seconds";
  private static final Duration[] LATENCIES = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };
  private static final Duration[] WAITS = {
    Duration.ofMillis(10),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1)
  };

  private final MeterRegistry registry;
  private final Timer throttled;
  private final AtomicLong sent = new AtomicLong();
  private final List<Gauge> gauges = new ArrayList<>();
  private final Map<String, Instant> tokenExpiry = new ConcurrentHashMap<>();

  public ApiMeters(MeterRegistry registry, Collection<String> endpoints) {
    this.registry = registry;
    throttled =
        Timer.builder("certvigil.api.throttle.wait")
            .description("Time that requests waited for their turn within the budget.")
            .serviceLevelObjectives(WAITS)
            .register(registry);
    for (var endpoint : endpoints) {
      requests(endpoint, "200");
      duration(endpoint);
      RETRIED.forEach(reason -> retries(endpoint, reason));
    }
  }

  public static ApiMeters noOp() {
    return new ApiMeters(noOpRegistry(), List.of());
  }

  /** For those whom nobody scrapes. */
  public static MeterRegistry noOpRegistry() {
    return new CompositeMeterRegistry();
  }

  /**
   * One attempt.
   *
   * @param code the status, or the reason's word where there was no answer
   */
  void request(String endpoint, String code, Duration took) {
    sent.incrementAndGet();
    requests(endpoint, code).increment();
    duration(endpoint).record(took);
  }

  /** A request is going to be repeated for this reason. */
  void retry(String endpoint, FaultReason reason) {
    retries(endpoint, reason).increment();
  }

  void waited(Duration time) {
    throttled.record(time);
  }

  /** Attempts since the start. */
  public long sent() {
    return sent.get();
  }

  /**
   * A gauge, of one credential or of none; it takes the place of one that an earlier configuration
   * made.
   */
  public synchronized void gauge(
      String name, String description, @Nullable String credential, Supplier<Number> value) {
    var tags = credential == null ? Tags.empty() : Tags.of("credential", credential);
    var old = registry.find(name).tags(tags).gauge();
    if (old != null) {
      registry.remove(old);
    }
    gauges.add(Gauge.builder(name, value).description(description).tags(tags).register(registry));
  }

  /** When this credential's token ends; null where it never does, which is then not exported. */
  public synchronized void tokenExpiry(String credential, @Nullable Instant at) {
    if (at == null) {
      if (tokenExpiry.remove(credential) != null) {
        remove(TOKEN_EXPIRY, credential);
      }
    } else if (tokenExpiry.put(credential, at) == null) {
      gauge(
          TOKEN_EXPIRY,
          "When the API token ends, as Cloudflare tells; absent where it never ends or is unknown.",
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
        .description("Requests to Cloudflare's API, each attempt.")
        .tag("endpoint", endpoint)
        .tag("code", code)
        .register(registry);
  }

  private Counter retries(String endpoint, FaultReason reason) {
    return Counter.builder("certvigil.api.retries")
        .description("Requests to Cloudflare's API that were repeated.")
        .tag("endpoint", endpoint)
        .tag("reason", reason.word())
        .register(registry);
  }

  private Timer duration(String endpoint) {
    return Timer.builder("certvigil.api.request.duration")
        .description("Time of one request to Cloudflare's API, reading its answer included.")
        .serviceLevelObjectives(LATENCIES)
        .tag("endpoint", endpoint)
        .register(registry);
  }

  /** Takes away the gauges, unless a later configuration has already put its own in their place. */
  @Override
  @SuppressWarnings("ReferenceEquality") // equal meters are those of one name; these are ours
  public synchronized void close() {
    for (var gauge : gauges) {
      if (registry.getMeters().stream().anyMatch(there -> there == gauge)) {
        registry.remove(gauge);
      }
    }
  }
}

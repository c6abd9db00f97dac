package io.certvigil.app;

import static java.lang.Double.NaN;

import io.certvigil.store.Silences;
import io.certvigil.store.failure.StoreException;
import io.certvigil.web.Web;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Metrics of the daemon itself: clock skew, silences, failed logins, last reload. */
final class AppMeters {
  private AppMeters() {}

  static void register(
      MeterRegistry registry,
      Supplier<Optional<Duration>> skew,
      Silences silences,
      ConfigReloader reloader) {
    Gauge.builder("certvigil.silences.of.everything", silences::ofEverything)
        .description("Active silences that cover every certificate.")
        .strongReference(true)
        .register(registry);
    Gauge.builder("certvigil.clock.skew", () -> skew.get().map(AppMeters::seconds).orElse(NaN))
        .description("Our clock minus Cloudflare's; not a number before the first answer.")
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
    Gauge.builder(
            "certvigil.config.last.reload.successful", () -> reloader.problem().isEmpty() ? 1 : 0)
        .description("Whether the last attempt to apply the configuration succeeded.")
        .strongReference(true)
        .register(registry);
    Gauge.builder(
            "certvigil.config.last.reload.success.timestamp",
            () -> reloader.appliedAt().getEpochSecond())
        .description("When the configuration was last applied with success.")
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
  }

  /** For the web server, which is built after the others. */
  static void registerLoginFailures(MeterRegistry registry, Web web) {
    FunctionCounter.builder("certvigil.http.auth.failures", web, Web::loginFailures)
        .description("HTTP requests with a wrong user name or password.")
        .register(registry);
  }

  /**
   * When the last backup was made, by whatever process.
   *
   * @param last fails if the store cannot be read
   */
  static void registerBackup(MeterRegistry registry, Supplier<Optional<Instant>> last) {
    Gauge.builder("certvigil.backup.last.success.timestamp", () -> epochSeconds(last))
        .description("When certvigil backup last succeeded; not a number if it never did.")
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
  }

  private static double epochSeconds(Supplier<Optional<Instant>> last) {
    try {
      return last.get().map(moment -> moment.toEpochMilli() / 1e3).orElse(NaN);
    } catch (StoreException e) {
      return NaN; // the page is served although the store cannot be read
    }
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }
}

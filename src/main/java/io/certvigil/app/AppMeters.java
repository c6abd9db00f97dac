package io.certvigil.app;

import static java.lang.Double.NaN;

import io.certvigil.store.Silences;
import io.certvigil.web.Web;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
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

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }
}

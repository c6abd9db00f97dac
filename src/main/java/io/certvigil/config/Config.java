package io.certvigil.config;

import io.certvigil.model.Source;
import io.certvigil.sweep.Watch;
import java.util.List;
import java.util.Set;

/**
 * Everything that the daemon is told, checked as a whole.
 *
 * @param installation names this daemon in every alert
 * @param watch what is read how often; never empty
 * @param alerting channels and routes ({@code notify} is no name for a component)
 * @param warnings one line each: what is allowed, but perhaps not meant
 */
public record Config(
    String installation,
    io.certvigil.cloudflare.http.CloudflareSettings cloudflare,
    List<Watch> watch,
    io.certvigil.store.StoreSettings store,
    io.certvigil.policy.PolicySettings expiry,
    io.certvigil.notify.NotifySettings alerting,
    io.certvigil.metrics.MetricsSettings metrics,
    io.certvigil.web.server.WebSettings web,
    LogSettings log,
    List<String> warnings) {
  public Config {
    watch = List.copyOf(watch);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads file and environment, and every secret that they name.
   *
   * @throws ConfigException with every problem at once
   */
  public static Config load(ConfigInput from) {
    return new ConfigLoader(from, true).load();
  }

  /**
   * As {@link #load}, but looks for no secret: for commands that need none and whose user may not
   * read them. Every secret is empty.
   *
   * @throws ConfigException with every problem at once
   */
  public static Config loadWithoutSecrets(ConfigInput from) {
    return new ConfigLoader(from, false).load();
  }

  /** What the sweeper is told. */
  public io.certvigil.sweep.SweepSettings sweepSettings(Set<Source> readable) {
    return new io.certvigil.sweep.SweepSettings(watch, readable, cloudflare.requestsPer5m());
  }

  Config with(List<String> warnings) {
    return new Config(
        installation, cloudflare, watch, store, expiry, alerting, metrics, web, log, warnings);
  }
}

package io.certvigil.config;

import io.certvigil.model.Source;
import io.certvigil.redaction.Scrubber;
import io.certvigil.sweep.WatchEntry;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * The complete, validated configuration of the daemon.
 *
 * @param installation names this daemon in every alert
 * @param timezone of every cron expression
 * @param watch what is read and how often; never empty
 * @param alerting channels and routes ({@code notify} cannot be the name of a record component)
 * @param socket {@code web.socket}: where commands meet the daemon
 * @param emptyFile whether there is a file that contains no key
 * @param warnings one line each: settings that are allowed but probably mistakes
 * @param scrubber knows every secret of it
 */
public record Config(
    String installation,
    ZoneId timezone,
    io.certvigil.cloudflare.http.CloudflareSettings cloudflare,
    List<WatchEntry> watch,
    io.certvigil.store.StoreSettings store,
    io.certvigil.policy.PolicySettings expiry,
    io.certvigil.notify.NotifySettings alerting,
    io.certvigil.metrics.MetricsSettings metrics,
    io.certvigil.web.server.WebSettings web,
    Path socket,
    LogSettings log,
    boolean emptyFile,
    List<String> warnings,
    Scrubber scrubber) {
  public Config {
    watch = List.copyOf(watch);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads the file, the environment and every secret that they refer to.
   *
   * @throws ConfigException with all problems
   */
  public static Config load(ConfigInput from) {
    return new ConfigLoader(from, SecretReader.Mode.ALL).load();
  }

  /**
   * As {@link #load}, but reads no secrets, for commands that need none and whose user may not be
   * permitted to read them. Every secret is empty.
   *
   * @throws ConfigException with all problems
   */
  public static Config loadWithoutSecrets(ConfigInput from) {
    return new ConfigLoader(from, SecretReader.Mode.NONE).load();
  }

  /**
   * As {@link #load}, but a secret that this user may not read is only noted, for commands that
   * check what they can. A missing one is a problem.
   *
   * @throws ConfigException with all problems
   */
  public static CheckedConfig check(ConfigInput from) {
    return new ConfigLoader(from, SecretReader.Mode.PERMITTED).check();
  }

  /** The same with the default web server, for a process that serves its socket only. */
  public Config withoutWeb() {
    return new Config(
        installation,
        timezone,
        cloudflare,
        watch,
        store,
        expiry,
        alerting,
        metrics,
        io.certvigil.web.server.WebSettings.DEFAULTS,
        socketBesideStore(),
        log,
        emptyFile,
        warnings,
        scrubber);
  }

  /** Where commands look for the socket if they do not know where the daemon has made it. */
  public Path socketBesideStore() {
    return ConfigInput.socketBeside(store.file());
  }

  /** The settings of the sweeper. */
  public io.certvigil.sweep.SweepSettings sweepSettings(Set<Source> readable) {
    return new io.certvigil.sweep.SweepSettings(watch, readable, cloudflare.requestsPer5m());
  }
}

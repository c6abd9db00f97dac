package io.certvigil.cli.certificates;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.config.Config;
import io.certvigil.config.ConfigException;
import io.certvigil.model.Durations;
import io.certvigil.model.PrintableText;
import io.certvigil.model.Source;
import io.certvigil.store.failure.StoreException;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CheckFacts;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Checks the expiry of certificates for a monitoring system (plugin interface of Nagios): prints
 * one line and exits with the state. If the state cannot be determined, it is UNKNOWN, never OK.
 */
@Command(
    name = "check",
    description = {
      "Checks the expiry of certificates, for Nagios and compatible systems: prints one line with"
          + " performance data; exit code 0 is OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.",
      "Expired certificates are CRITICAL and counted apart from those that expire within the"
          + " limits; --ignore-expired-after leaves out those that expired long ago.",
      "UNKNOWN means that a list is no longer read or was never read. Revoked, superseded and muted"
          + " certificates do not count. Without --source, --zone and --label a channel that is"
          + " failing is a WARNING."
    })
public final class CheckCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Option(
      names = {"-w", "--warning"},
      paramLabel = "30d",
      description = "WARNING if a certificate expires within this time; default: 30d.")
  private Duration warning = Duration.ofDays(30);

  @Option(
      names = {"-c", "--critical"},
      paramLabel = "7d",
      description =
          "CRITICAL if a certificate expires within this time or has expired; default: 7d.")
  private Duration critical = Duration.ofDays(7);

  @Option(names = "--source", paramLabel = "SOURCE", description = "Only this source.")
  private @Nullable Source source;

  @Option(
      names = "--zone",
      paramLabel = "GLOB",
      description = "Only zones whose name or id matches.")
  private @Nullable String zone;

  @Option(
      names = "--label",
      paramLabel = "NAME=GLOB",
      description = "Only certificates with this label; may be repeated.")
  private Map<String, String> labels = Map.of();

  @Option(
      names = "--ignore-expired-after",
      paramLabel = "30d",
      description =
          "Only count those that expired longer ago than this, without a WARNING or CRITICAL;"
              + " default: none.")
  private @Nullable Duration ignoredAfter;

  @Override
  public Integer call() {
    return print(verdict());
  }

  /** Prints UNKNOWN because the arguments are invalid; returns the exit code. */
  public int unknown(String why) {
    return print(CheckVerdict.unknown(why));
  }

  private int print(CheckVerdict verdict) {
    common.context().out().println(PrintableText.of(verdict.text()));
    return verdict.exit();
  }

  /**
   * A fault is UNKNOWN, never CRITICAL, and is printed on standard output for monitoring systems.
   */
  private CheckVerdict verdict() {
    if (critical.compareTo(warning) > 0) {
      return CheckVerdict.unknown(
          "--critical must be at most --warning, was %s and %s"
              .formatted(Durations.print(critical), Durations.print(warning)));
    }
    try {
      var config = common.configWithoutSecrets();
      try (var queries = common.queries(config)) {
        var filter = new CertificateFilter(null, source, zone, null, null, null, labels);
        var facts = queries.check(filter, warning);
        var limits = new CheckVerdict.Limits(warning, critical, ignoredAfter);
        return CheckVerdict.of(facts, limits, common.context().now())
            .withFailing(
                filter.equals(CertificateFilter.ALL) ? failingChannels(facts, config) : "");
      }
    } catch (ConfigException e) {
      return CheckVerdict.unknown(
          e.problems().stream().map(String::valueOf).collect(Collectors.joining("; ")));
    } catch (StoreException e) {
      return CheckVerdict.unknown(String.valueOf(e.getMessage()));
    }
  }

  /** The failing channels, and those that the config does not have and that hold something. */
  private static String failingChannels(CheckFacts facts, Config config) {
    var configured = config.alerting().channels().keySet();
    var failing =
        facts.failing().stream()
            .filter(channel -> configured.contains(channel.name()))
            .map(channel -> "channel " + channel.name() + " is failing (" + channel.reason() + ")");
    return Stream.concat(failing, facts.kept().stream()).collect(Collectors.joining(", "));
  }
}

package io.certvigil.cli.options;

import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.model.Source;
import io.certvigil.store.view.CertificateFilter;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The filters of every command that lists certificates; all that are given must match. */
public final class FilterOptions {
  @Option(
      names = "--expiring-within",
      paramLabel = "30d",
      description = "Only certificates that expire within this time or have expired.")
  private @Nullable Duration within;

  @Option(names = "--source", paramLabel = "SOURCE", description = "Only this source.")
  private @Nullable Source source;

  @Option(
      names = "--zone",
      paramLabel = "GLOB",
      description = "Only zones whose name or id matches.")
  private @Nullable String zone;

  @Option(
      names = "--account",
      paramLabel = "GLOB",
      description = "Only accounts whose name or id matches.")
  private @Nullable String account;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only this status, as Cloudflare names it.")
  private @Nullable String status;

  @Option(
      names = "--label",
      paramLabel = "NAME=GLOB",
      description = "Only certificates with this label; may be repeated.")
  private Map<String, String> labels = Map.of();

  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description = "Only certificates with this text in id, name, hosts, serial or SHA-256.")
  private @Nullable String text;

  /**
   * As {@link #filter}, but only what has expired.
   *
   * @throws CommandFailure if a time was given too
   */
  public CertificateFilter expired() {
    if (within != null) {
      throw CommandFailure.usage("--expired and --expiring-within exclude each other: give one");
    }
    return filter().withExpiringWithin(Duration.ZERO);
  }

  public CertificateFilter filter() {
    return new CertificateFilter(within, source, zone, account, status, text, labels);
  }
}

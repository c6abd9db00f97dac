package io.certvigil.cli.options;

import io.certvigil.model.Source;
import io.certvigil.store.view.CertificateFilter;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that lists certificates; those given must all fit. */
public final class FilterOptions {
  @Option(
      names = "--expiring-within",
      paramLabel = "30d",
      description = "Only what ends within this time; what has ended too.")
  private @Nullable Duration within;

  @Option(names = "--source", paramLabel = "SOURCE", description = "Only this source.")
  private @Nullable Source source;

  @Option(names = "--zone", paramLabel = "GLOB", description = "Only zones of this name or id.")
  private @Nullable String zone;

  @Option(
      names = "--account",
      paramLabel = "GLOB",
      description = "Only accounts of this name or id.")
  private @Nullable String account;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only this status, in Cloudflare's word.")
  private @Nullable String status;

  @Option(
      names = "--label",
      paramLabel = "NAME=GLOB",
      description = "Only what carries this label; may be given for several.")
  private Map<String, String> labels = Map.of();

  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description = "Only what has this in its id, name, hosts, serial or SHA-256.")
  private @Nullable String text;

  public CertificateFilter filter() {
    return new CertificateFilter(within, source, zone, account, status, text, labels);
  }
}

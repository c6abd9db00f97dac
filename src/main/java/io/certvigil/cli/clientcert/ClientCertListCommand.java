package io.certvigil.cli.clientcert;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cloudflare.clientcert.ClientCertificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the client certificates of a zone. */
@Command(
    name = "list",
    description = "Lists the client certificates of a zone, soonest expiry first.")
public final class ClientCertListCommand implements Callable<Integer> {
  private static final Comparator<ClientCertificate> SOONEST =
      Comparator.comparing((ClientCertificate one) -> one.facts().notAfter().orElse(Instant.MAX))
          .thenComparing(ClientCertificate::id);

  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ZoneOptions zone = new ZoneOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only this status, as Cloudflare names it.")
  private @Nullable String status;

  public ClientCertListCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var certificates = zone.open(context, common)) {
      var found = certificates.list();
      if (found.fault() == null || !found.items().isEmpty()) {
        ClientCertListing.listing(context.clock().instant())
            .print(
                context,
                output.format(),
                rows ->
                    found.items().stream()
                        .filter(one -> status == null || one.status().equals(status))
                        .sorted(SOONEST)
                        .forEach(rows));
      }
      return certificates.report(found);
    }
  }
}

package io.certvigil.cli;

import io.certvigil.cloudflare.clientcert.ClientCertificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The client certificates of a zone, soonest end first. */
@Command(name = "list", description = "The client certificates of a zone, soonest end first.")
final class ClientCertListCommand implements Callable<Integer> {
  private static final Comparator<ClientCertificate> SOONEST =
      Comparator.comparing((ClientCertificate one) -> one.facts().notAfter().orElse(Instant.MAX))
          .thenComparing(ClientCertificate::id);

  private final World world;

  @Mixin private Common common = new Common();
  @Mixin private InZone zone = new InZone();
  @Mixin private Output output = new Output();

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only this status, in Cloudflare's word.")
  private @Nullable String status;

  ClientCertListCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var desk = zone.open(world, common)) {
      var found = desk.list();
      if (found.fault() == null || !found.items().isEmpty()) {
        ClientCertListing.listing(world.clock().instant())
            .print(
                world,
                output.format(),
                rows ->
                    found.items().stream()
                        .filter(one -> status == null || one.status().equals(status))
                        .sorted(SOONEST)
                        .forEach(rows));
      }
      return desk.tell(found);
    }
  }
}

package io.certvigil.cli;

import io.certvigil.model.Source;
import io.certvigil.store.Catalogue.Filter;
import io.certvigil.store.Store;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The certificates, soonest end first. */
@Command(name = "list", description = "The certificates, soonest end first.")
final class ListCommand implements Callable<Integer> {
  private final World world;

  @Mixin private Common common = new Common();
  @Mixin private Output output = new Output();

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
      names = "--status",
      paramLabel = "STATUS",
      description = "Only this status, in Cloudflare's word.")
  private @Nullable String status;

  ListCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var config = common.withoutSecrets(world);
    var filter = new Filter(within, source, zone, null, status, null, Map.of());
    try (var store = Store.beside(config.store())) {
      var now = world.clock().instant();
      CertificateListing.LISTING.print(
          world, output.format(), rows -> store.catalogue().list(filter, now, rows));
      if (store.catalogue().sources().stream().allMatch(source -> source.newest() == null)) {
        world
            .err()
            .println(
                "certvigil: no list was ever read completely: this says nothing yet; run certvigil"
                    + " sweep, or see the daemon's log");
      }
    }
    return Exit.FINE;
  }
}

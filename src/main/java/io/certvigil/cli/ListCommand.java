package io.certvigil.cli;

import io.certvigil.store.Inventory;
import io.certvigil.store.Store;
import io.certvigil.store.view.CertificateView;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
  @Mixin private Filters filters = new Filters();

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      description = "As they were known then: 2026-11-01 (0:00 UTC), 2026-11-01T08:00Z or 36h ago.")
  private @Nullable String asOf;

  ListCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var now = world.now();
    var moment = asOf == null ? null : Moment.past("--as-of", asOf, now);
    var config = common.withoutSecrets(world);
    try (var store = Store.beside(config.store())) {
      var catalogue = store.catalogue();
      if (moment == null) {
        print(rows -> catalogue.list(filters.filter(), now, rows));
        noteNothingRead(catalogue);
      } else {
        print(rows -> catalogue.asOf(moment, filters.filter(), rows));
        Past.note(world, catalogue, config, moment, now);
      }
    }
    return Exit.FINE;
  }

  private void print(Consumer<Consumer<CertificateView>> rows) {
    CertificateListing.LISTING.print(world, output.format(), rows);
  }

  private void noteNothingRead(Inventory catalogue) {
    if (catalogue.sources().stream().allMatch(source -> source.newest() == null)) {
      world
          .err()
          .println(
              "certvigil: no list was ever read completely: this says nothing yet; run certvigil"
                  + " sweep, or see the daemon's log");
    }
  }
}

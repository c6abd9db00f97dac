package io.certvigil.cli.certificates;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.options.FilterOptions;
import io.certvigil.cli.options.HistoryRange;
import io.certvigil.cli.options.MomentOption;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.OutputOption;
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
public final class ListCommand implements Callable<Integer> {
  private final CommandContext world;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private FilterOptions filters = new FilterOptions();

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      description = "As they were known then: 2026-11-01 (0:00 UTC), 2026-11-01T08:00Z or 36h ago.")
  private @Nullable String asOf;

  public ListCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var now = world.now();
    var moment = asOf == null ? null : MomentOption.past("--as-of", asOf, now);
    var config = common.configWithoutSecrets(world);
    try (var store = Store.openForCommand(config.store())) {
      var catalogue = store.inventory();
      if (moment == null) {
        print(rows -> catalogue.list(filters.filter(), now, rows));
        noteNothingRead(catalogue);
      } else {
        print(rows -> catalogue.asOf(moment, filters.filter(), rows));
        HistoryRange.warnIfIncomplete(world, catalogue, config, moment, now);
      }
    }
    return ExitCode.SUCCESS;
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

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
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateView;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the certificates. */
@Command(name = "list", description = "Lists the certificates, soonest expiry first.")
public final class ListCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private FilterOptions filters = new FilterOptions();

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      description =
          "As they were known at this time: 2026-11-01 (0:00 UTC), 2026-11-01T08:00Z, or 36h for 36"
              + " hours ago.")
  private @Nullable String asOf;

  public ListCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var now = context.now();
    var moment = asOf == null ? null : MomentOption.past("--as-of", asOf, now);
    var config = common.configWithoutSecrets(context);
    try (var store = Store.openForCommand(config.store())) {
      var catalogue = store.inventory();
      if (moment == null) {
        print(rows -> catalogue.list(filters.filter(), now, rows));
        noteNothingRead(catalogue);
      } else {
        print(rows -> catalogue.asOf(moment, filters.filter(), rows));
        HistoryRange.warnIfIncomplete(context, catalogue, config, moment, now);
      }
    }
    return ExitCode.SUCCESS;
  }

  private void print(Consumer<Consumer<CertificateView>> rows) {
    CertificateListing.LISTING.print(context, output.format(), rows);
  }

  private void noteNothingRead(Inventory catalogue) {
    if (catalogue.lists(CertificateFilter.ALL).stream()
        .allMatch(list -> list.health().completeAt() == null)) {
      context
          .err()
          .println(
              "certvigil: no list has been read completely yet, so certificates may be missing"
                  + " here; run certvigil sweep, or see the daemon's log");
    }
  }
}

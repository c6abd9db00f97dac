package io.certvigil.cli.certificates;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.DetailPrinter;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.store.Store;
import io.certvigil.store.view.AlertJson;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.StoredJson;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One certificate, with its alerts. */
@Command(name = "show", description = "One certificate, with its alerts.")
public final class ShowCommand implements Callable<Integer> {
  private final CommandContext world;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      paramLabel = "KEY",
      description = "Key of the certificate or its alert, or a part of its id or name.")
  private String key = "";

  public ShowCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var config = common.configWithoutSecrets(world);
    try (var store = Store.openForCommand(config.store())) {
      var now = world.now();
      var view = new KeyResolver(world, store, now).certificate(key);
      var silences = store.silences().active(now);
      print(
          view,
          store.inventory().alertsOf(view.key(), now).stream()
              .map(alert -> AlertRow.of(alert, silences))
              .toList());
    }
    return ExitCode.SUCCESS;
  }

  private void print(CertificateView view, List<AlertRow> own) {
    switch (output.format()) {
      case TABLE ->
          DetailPrinter.print(world.out(), view, own.stream().map(AlertRow::view).toList());
      case JSON -> world.out().println(StoredJson.write(json(view, own)));
      case CSV ->
          CertificateListing.LISTING.print(
              world, OutputOption.Format.CSV, rows -> rows.accept(view));
    }
    world.out().flush();
  }

  private static Shown json(CertificateView view, List<AlertRow> alerts) {
    return new Shown(view, alerts.stream().map(AlertRow::json).toList());
  }

  private record Shown(CertificateView certificate, List<AlertJson> alerts) {}
}

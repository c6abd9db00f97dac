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

/** Shows one certificate with its alerts. */
@Command(name = "show", description = "Shows one certificate with its alerts.")
public final class ShowCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "KEY", description = KeyResolver.KEY)
  private String key = "";

  public ShowCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var config = common.configWithoutSecrets(context);
    try (var store = Store.openForCommand(config.store())) {
      var now = context.now();
      var view = new KeyResolver(context, store, now).certificate(key);
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
          DetailPrinter.print(context.out(), view, own.stream().map(AlertRow::view).toList());
      case JSON -> context.out().println(StoredJson.write(json(view, own)));
      case CSV ->
          CertificateListing.LISTING.print(
              context, OutputOption.Format.CSV, rows -> rows.accept(view));
    }
    context.out().flush();
  }

  private static Shown json(CertificateView view, List<AlertRow> alerts) {
    return new Shown(view, alerts.stream().map(AlertRow::json).toList());
  }

  private record Shown(CertificateView certificate, List<AlertJson> alerts) {}
}

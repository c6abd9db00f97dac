package io.certvigil.cli.certificates;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.store.Store;
import io.certvigil.store.view.CertificateDetail;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists every change of a certificate. */
@Command(
    name = "history",
    description = "Lists every change of a certificate, newest first, also if it no longer exists.")
public final class HistoryCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      paramLabel = "KEY",
      description =
          KeyResolver.KEY + " A certificate that no longer exists is found only by its key.")
  private String key = "";

  public HistoryCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var now = context.now();
    var config = common.configWithoutSecrets(context);
    try (var store = Store.openForCommand(config.store())) {
      var view =
          store
              .inventory()
              .detail(key.strip(), now)
              .map(CertificateDetail::certificate)
              .orElseGet(() -> new KeyResolver(context, store, now).certificate(key));
      ChangeListing.LISTING.print(
          context, output.format(), rows -> store.inventory().history(view.key()).forEach(rows));
    }
    return ExitCode.SUCCESS;
  }
}

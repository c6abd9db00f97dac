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

/** All that ever changed of one certificate. */
@Command(
    name = "history",
    description =
        "All that ever changed of one certificate, newest first; also of one that is gone.")
public final class HistoryCommand implements Callable<Integer> {
  private final CommandContext world;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      paramLabel = "KEY",
      description =
          "Key of the certificate or its alert, or a part of its id or name; of one that is gone"
              + " its key.")
  private String key = "";

  public HistoryCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var now = world.now();
    var config = common.configWithoutSecrets(world);
    try (var store = Store.openForCommand(config.store())) {
      var view =
          store
              .inventory()
              .detail(key.strip(), now)
              .map(CertificateDetail::certificate)
              .orElseGet(() -> new KeyResolver(world, store, now).certificate(key));
      ChangeListing.LISTING.print(
          world, output.format(), rows -> store.inventory().history(view.key()).forEach(rows));
    }
    return ExitCode.SUCCESS;
  }
}

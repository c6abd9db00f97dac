package io.certvigil.cli.alerts;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.store.Store;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the silences. */
@Command(name = "list", description = "Lists the active and pending silences.")
public final class SilenceListCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Option(names = "--expired", description = "List expired ones too.")
  private boolean expired;

  public SilenceListCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var config = common.configWithoutSecrets(context);
    try (var store = Store.openForCommand(config.store())) {
      var now = context.now();
      var silences =
          store.silences().list().stream()
              .filter(silence -> expired || silence.endsAt().isAfter(now))
              .toList();
      SilenceListing.at(now).print(context, output.format(), silences::forEach);
    }
    return ExitCode.SUCCESS;
  }
}

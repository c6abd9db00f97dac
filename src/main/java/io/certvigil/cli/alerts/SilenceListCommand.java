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

/** The silences. */
@Command(name = "list", description = "The silences that last or are to come.")
public final class SilenceListCommand implements Callable<Integer> {
  private final CommandContext world;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Option(names = "--expired", description = "Those that have ended too.")
  private boolean expired;

  public SilenceListCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var config = common.configWithoutSecrets(world);
    try (var store = Store.openForCommand(config.store())) {
      var now = world.now();
      var silences =
          store.silences().list().stream()
              .filter(silence -> expired || silence.endsAt().isAfter(now))
              .toList();
      SilenceListing.at(now).print(world, output.format(), silences::forEach);
    }
    return ExitCode.SUCCESS;
  }
}

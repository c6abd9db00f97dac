package io.certvigil.cli.daemon;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.config.Config;
import io.certvigil.config.EffectiveConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Validates a config and prints its effective values. */
@Command(
    name = "check-config",
    description = "Validates a config and prints all values, defaults included, secrets as ***.")
public final class CheckConfigCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The config file, instead of --config.")
  private @Nullable Path file;

  public CheckConfigCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var config = Config.load(common.sources(context, file));
    config.warnings().forEach(warning -> context.err().println("warning: " + warning));
    context.out().print(EffectiveConfig.of(config));
    context.out().flush();
    return ExitCode.SUCCESS;
  }
}

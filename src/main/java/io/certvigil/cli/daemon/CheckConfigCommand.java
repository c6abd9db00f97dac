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

/** Validates a config and shows what it comes to. */
@Command(
    name = "check-config",
    description = "Validates a config; prints all of it, defaults included, secrets as ***.")
public final class CheckConfigCommand implements Callable<Integer> {
  private final CommandContext world;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "Instead of --config.")
  private @Nullable Path file;

  public CheckConfigCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var config = Config.load(common.sources(world, file));
    config.warnings().forEach(warning -> world.err().println("warning: " + warning));
    world.out().print(EffectiveConfig.of(config));
    world.out().flush();
    return ExitCode.SUCCESS;
  }
}

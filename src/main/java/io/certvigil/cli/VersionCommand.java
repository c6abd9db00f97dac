package io.certvigil.cli;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Which Certvigil this is, on which Java. */
@Command(name = "version", description = "Which Certvigil this is, on which Java.")
final class VersionCommand implements Callable<Integer> {
  private final CommandContext world;

  @SuppressWarnings("unused") // its options are picocli's to read
  @Mixin
  private CommonOptions common = new CommonOptions();

  VersionCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    world.out().println("certvigil " + world.version());
    world
        .out()
        .println("Java " + Runtime.version() + ", " + System.getProperty("java.vm.vendor", ""));
    return ExitCode.SUCCESS;
  }
}

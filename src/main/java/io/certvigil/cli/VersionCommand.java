package io.certvigil.cli;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the versions of Certvigil and Java. */
@Command(name = "version", description = "Prints the versions of Certvigil and Java.")
final class VersionCommand implements Callable<Integer> {
  private final CommandContext context;

  @SuppressWarnings("unused") // picocli reads its options
  @Mixin
  private CommonOptions common = new CommonOptions();

  VersionCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.out().println("certvigil " + context.version());
    context
        .out()
        .println("Java " + Runtime.version() + ", " + System.getProperty("java.vm.vendor", ""));
    return ExitCode.SUCCESS;
  }
}

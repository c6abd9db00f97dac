package io.certvigil.cli;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A command that only groups other commands, such as {@code outbox}. */
@Command(synopsisSubcommandLabel = "COMMAND")
final class Group implements Runnable {
  @Mixin private CommonOptions common;

  /** Called if no command of the group is given. */
  @Override
  public void run() {
    var spec = common.command();
    var words = String.join(", ", spec.subcommands().keySet());
    var name = spec.qualifiedName();
    throw CommandFailure.usage(
        "missing command after " + name + ": " + words + "; see " + name + " --help");
  }
}

package io.certvigil.cli;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only groups other commands, such as {@code outbox}. */
@Command(synopsisSubcommandLabel = "COMMAND")
final class Group implements Runnable {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("unused") // picocli reads its options
  @Mixin
  private CommonOptions common = new CommonOptions();

  private Group() {}

  static CommandLine of(String name, String description, Object... commands) {
    var line = new CommandLine(new Group());
    line.getCommandSpec().name(name).usageMessage().description(description);
    for (var command : commands) {
      line.addSubcommand(command);
    }
    return line;
  }

  /** Called if no command of the group is given. */
  @Override
  public void run() {
    var words = String.join(", ", spec.subcommands().keySet());
    var name = spec.qualifiedName();
    throw new CommandFailure(
        ExitCode.USAGE,
        "missing command after " + name + ": " + words + "; see " + name + " --help");
  }
}

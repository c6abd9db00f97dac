package io.certvigil.cli;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the bash completion script or the manual page; both are generated from the commands. */
@Command(
    name = "completion",
    description = {
      "Prints a completion script for bash; zsh can use it after bashcompinit.",
      "For this shell only: source <(certvigil completion)"
    })
final class CompletionCommand implements Callable<Integer> {
  private final CommandContext context;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("unused") // picocli reads its options
  @Mixin
  private CommonOptions common = new CommonOptions();

  @Option(
      names = "--man",
      hidden = true,
      description = "Print the manual page instead; for packages.")
  private boolean man;

  CompletionCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var root = spec.root();
    context.out().print(man ? ManPage.of(root) : bash(root));
    return ExitCode.SUCCESS;
  }

  /** Without its first line, the interpreter: the script is sourced, never executed. */
  private static String bash(CommandSpec root) {
    var script = AutoComplete.bash(root.name(), root.commandLine());
    return script.substring(script.indexOf('\n') + 1);
  }
}

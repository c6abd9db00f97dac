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

/** What a shell and man need to know of the commands, made of the commands themselves. */
@Command(
    name = "completion",
    description = {
      "Prints what makes bash complete these commands; zsh takes it after bashcompinit.",
      "For this shell only: source <(certvigil completion)"
    })
final class CompletionCommand implements Callable<Integer> {
  private final CommandContext world;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("unused") // its options are picocli's to read
  @Mixin
  private CommonOptions common = new CommonOptions();

  @Option(names = "--man", hidden = true, description = "The manual page instead; for packages.")
  private boolean man;

  CompletionCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var root = spec.root();
    world.out().print(man ? ManPage.of(root) : bash(root));
    return ExitCode.SUCCESS;
  }

  /** Without its first line: it is sourced, and never run by itself. */
  private static String bash(CommandSpec root) {
    var script = AutoComplete.bash(root.name(), root.commandLine());
    return script.substring(script.indexOf('\n') + 1);
  }
}

package io.certvigil.cli;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.JavaRuntime;
import io.certvigil.store.Store;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands that describe the program: its version, and what packages contain. */
final class InfoCommands {
  private InfoCommands() {}

  /** Prints the script or the manual page; both are generated from the commands. */
  @Command(
      description = {
        "Prints a completion script for bash; zsh can use it after bashcompinit.",
        "For this shell only: source <(certvigil completion)"
      })
  static void completion(
      @Mixin CommonOptions common,
      @Option(
              names = "--man",
              hidden = true,
              description = "Print the manual page instead; for packages.")
          boolean man) {
    var root = common.command().root();
    var script = man ? ManPage.of(root) : AutoComplete.bash(root.name(), root.commandLine());
    // Without the script's first line, the interpreter: it is sourced, never executed.
    common.context().out().print(man ? script : script.substring(script.indexOf('\n') + 1));
  }

  @Command(description = "Prints the versions of Certvigil, Java and SQLite.")
  static void version(@Mixin CommonOptions common) {
    var context = common.context();
    context.out().println("certvigil " + context.version());
    context.out().println("Java " + JavaRuntime.description());
    context.out().println("SQLite " + Store.sqliteVersion());
  }
}

package io.certvigil.cli;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.JavaRuntime;
import io.certvigil.config.ErrorWording;
import io.certvigil.model.PrintableText;
import io.certvigil.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  @Command(description = "Shows the help of a command.")
  static void help(
      @Mixin CommonOptions common,
      @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Such as: silence add")
          @Nullable List<String> words) {
    var line = common.command().root().commandLine();
    for (var word : words == null ? List.<String>of() : words) {
      var commands = line.getSubcommands();
      if (!commands.containsKey(word)) {
        throw CommandFailure.usage(
            "there is no command "
                + PrintableText.of(word)
                + ErrorWording.suggest(word, commands.keySet())
                + "; see "
                + line.getCommandSpec().qualifiedName()
                + " --help");
      }
      line = commands.get(word);
    }
    line.usage(common.context().out());
  }

  @Command(description = "Prints the versions of Certvigil, Java and SQLite.")
  static void version(@Mixin CommonOptions common) {
    var context = common.context();
    context.out().println("certvigil " + context.version());
    context.out().println("Java " + JavaRuntime.description());
    context.out().println("SQLite " + Store.sqliteVersion());
  }
}

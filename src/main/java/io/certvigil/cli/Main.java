package io.certvigil.cli;

import io.certvigil.app.Version;
import io.certvigil.cli.certificates.CheckCommand;
import io.certvigil.cli.clientcert.KeyType;
import io.certvigil.cli.daemon.RunCommand;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.options.MomentOption;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.Logging;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cli.terminal.Problems;
import io.certvigil.config.ConfigException;
import io.certvigil.config.ErrorWording;
import io.certvigil.config.LogSettings;
import io.certvigil.model.Durations;
import io.certvigil.model.Source;
import io.certvigil.store.failure.StoreException;
import io.certvigil.web.server.WebException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: all commands, and the exit code of each failure. */
@Command(
    name = "certvigil",
    description = "Watches every certificate that Cloudflare holds for you.",
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  private final CommandContext context;

  @SuppressWarnings("unused") // picocli reads its options
  @Mixin
  private CommonOptions common;

  @SuppressWarnings("unused") // set by picocli
  @Option(
      names = {"-V", "--version"},
      description = "Prints what the command version prints.")
  private boolean version;

  private Main(CommandContext context) {
    this.context = context;
  }

  /** Runs one command, then exits the process with its exit code. */
  public static void main(String[] args) {
    if (List.of(args).contains("run")) {
      RunCommand.ignoreHangupUntilStarted();
    }
    var context = SystemContext.context(Version.ofThisBuild());
    int exit = run(context, args);
    System.exit(SystemContext.lostOutput(context.out()) ? reportLostOutput(context, exit) : exit);
  }

  private static int reportLostOutput(CommandContext context, int exit) {
    Problems.print(
        context, "certvigil: the output could not be written completely; is the disk full?");
    return exit == ExitCode.SUCCESS ? ExitCode.FAILURE : exit;
  }

  static int run(CommandContext context, String... args) {
    try {
      return commandLine(context, args).execute(args);
    } finally {
      context.out().flush();
      context.err().flush();
    }
  }

  /** With the commands that these arguments can mean. */
  static CommandLine commandLine(CommandContext context, String... args) {
    return new Main(context).commandLine(args);
  }

  private CommandLine commandLine(String... args) {
    var line = new CommandLine(this, new ContextFactory(context));
    CommandTree.add(line, args);
    return line.setOut(new PrintWriter(context.out(), true, context.out().charset()))
        .setErr(new PrintWriter(context.err(), true, context.err().charset()))
        .registerConverter(Duration.class, duration())
        .registerConverter(Source.class, source())
        .registerConverter(MomentOption.class, MomentOption::of)
        .registerConverter(OutputOption.Format.class, OutputOption.Format::of)
        .registerConverter(KeyType.class, KeyType::of)
        .setParameterExceptionHandler((wrong, arguments) -> usage(wrong))
        .setExecutionExceptionHandler((failed, command, parsed) -> failed(failed, parsed))
        .setExecutionStrategy(this::execute);
  }

  /** Creates what picocli needs: the options of every command know the context. */
  private record ContextFactory(CommandContext context) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      return type == CommonOptions.class
          ? type.cast(new CommonOptions(context))
          : CommandLine.defaultFactory().create(type);
    }
  }

  private int execute(ParseResult parsed) {
    Logging.setUp(context, LogSettings.DEFAULTS.format(), level(parsed));
    return new CommandLine.RunLast().execute(parsed);
  }

  private static Level level(ParseResult parsed) {
    return debug(parsed) ? Level.DEBUG : Level.WARN;
  }

  /** Called if no command is given. */
  @Override
  public void run() {
    if (version) {
      InfoCommands.version(common);
      return;
    }
    throw CommandFailure.usage("missing command; see certvigil --help");
  }

  private int usage(ParameterException wrong) {
    if (wrong.getCommandLine().getCommand() instanceof CheckCommand check) {
      return check.unknown(Problems.oneLine(String.valueOf(wrong.getMessage())));
    }
    var command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    var near = wrong instanceof UnmatchedArgumentException unmatched ? similar(unmatched) : "";
    var line = Problems.oneLine(String.valueOf(wrong.getMessage())) + near;
    Problems.print(context, "certvigil: " + line + "; see " + command + " --help");
    return ExitCode.USAGE;
  }

  /** The command or option that was meant, if one is similar to what was typed. */
  private static String similar(UnmatchedArgumentException wrong) {
    var typed = wrong.getUnmatched().getFirst();
    var commands = wrong.getCommandLine().getSubcommands().keySet();
    return typed.startsWith("-")
        ? wrong.getSuggestions().stream()
            .limit(1)
            .map(option -> " (did you mean " + option + "?)")
            .collect(Collectors.joining())
        : ErrorWording.suggest(typed, commands);
  }

  private int failed(Exception failed, ParseResult parsed) {
    if (debug(parsed)) {
      var trace = new StringWriter();
      failed.printStackTrace(new PrintWriter(trace));
      context.err().print(context.scrubber().scrub(trace.toString()));
    }
    return switch (failed) {
      case ConfigException config -> {
        config.problems().forEach(line -> Problems.print(context, line));
        yield ExitCode.USAGE;
      }
      case StoreException store -> printError(store, ExitCode.STORE);
      case WebException web -> printError(web, ExitCode.USAGE);
      case CommandFailure failure -> printError(failure, failure.exit());
      case InterruptedException interrupted -> printError(interrupted, ExitCode.INTERRUPTED);
      default -> printError(new Exception(Problems.unexpected(failed)), ExitCode.FAILURE);
    };
  }

  private int printError(Exception failed, int exit) {
    var what = context.scrubber().scrub(String.valueOf(failed.getMessage()));
    Problems.print(context, "certvigil: " + Problems.oneLine(what));
    return exit;
  }

  private static boolean debug(ParseResult parsed) {
    for (var at = parsed; at != null; at = at.subcommand()) {
      if (at.hasMatchedOption("--debug")) {
        return true;
      }
    }
    return false;
  }

  private static ITypeConverter<Duration> duration() {
    return text ->
        Durations.parse(text)
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        "must be a duration such as 90s, 5m, 36h, 30d or 2w"));
  }

  private static ITypeConverter<Source> source() {
    var words = Arrays.stream(Source.values()).map(Source::word).collect(Collectors.joining(", "));
    return text ->
        Source.of(text).orElseThrow(() -> new TypeConversionException("must be one of " + words));
  }
}

package io.certvigil.cli.terminal;

import io.certvigil.config.ConfigException;
import io.certvigil.model.PrintableText;
import io.certvigil.store.failure.StoreException;
import io.certvigil.web.server.WebException;
import java.util.stream.Collectors;

/** Formats and prints error messages. */
public final class Problems {
  private Problems() {}

  /**
   * Prints an error line; for the journal with its priority, so that "journalctl -p err" shows why
   * a start failed.
   */
  public static void print(CommandContext context, String line) {
    var priority = Journal.reads(context.environment()) ? Journal.ERROR : "";
    context.printError(priority + line);
  }

  /** The first line that is printed of a failure, without a stack trace. */
  public static String firstLine(Exception failed) {
    return switch (failed) {
      case ConfigException config -> {
        var problems = config.problems();
        var more = problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : "";
        yield problems.isEmpty() ? "" : problems.getFirst() + more;
      }
      case StoreException _, WebException _, CommandFailure _ ->
          oneLine(String.valueOf(failed.getMessage()));
      default -> unexpected(failed);
    };
  }

  public static String unexpected(Exception failed) {
    var message = failed.getMessage() == null ? "" : ": " + failed.getMessage();
    return failed.getClass().getSimpleName() + message + "; --debug shows the stack trace";
  }

  public static String oneLine(String text) {
    return PrintableText.of(text.lines().map(String::strip).collect(Collectors.joining(" ")));
  }
}

package io.certvigil.cli.options;

import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.model.PrintableText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every command that records its author. */
public final class AuthorOption {
  private static final int LONGEST = 100;

  @Option(
      names = "--author",
      paramLabel = "NAME",
      description = "Name to record; default: the user who is logged in.")
  private @Nullable String author;

  public String name(CommandContext context) {
    return author == null ? caller(context) : text("--author", author, LONGEST);
  }

  /** The user who runs the command: the one who is logged in, also behind sudo. */
  public static String caller(CommandContext context) {
    var before = context.environment().getOrDefault("SUDO_USER", "");
    var name = before.isBlank() ? System.getProperty("user.name", "unknown") : before;
    return PrintableText.line(name, LONGEST);
  }

  /** Text to record: one line, not empty. */
  public static String text(String option, String text, int longest) {
    if (text.isBlank()) {
      throw CommandFailure.usage(option + " is empty");
    }
    if (!text.equals(PrintableText.of(text)) || text.length() > longest) {
      throw CommandFailure.usage(
          option + " must be one line of at most " + longest + " printable characters");
    }
    return text.strip();
  }
}

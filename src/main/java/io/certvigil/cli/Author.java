package io.certvigil.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every command that writes down who did it. */
final class Author {
  private static final int LONGEST = 100;

  @Option(
      names = "--author",
      paramLabel = "NAME",
      description = "Who does it; default: the user who is logged in.")
  private @Nullable String author;

  String name(World world) {
    return author == null ? user(world) : text("--author", author, LONGEST);
  }

  private static String user(World world) {
    var before = world.environment().getOrDefault("SUDO_USER", "");
    return before.isBlank() ? System.getProperty("user.name", "unknown") : before;
  }

  /** What is written down: one line, not empty. */
  static String text(String option, String text, int longest) {
    if (text.isBlank()) {
      throw new Failure(Exit.USAGE, option + " is empty");
    }
    if (!text.equals(Cells.plain(text)) || text.length() > longest) {
      throw new Failure(
          Exit.USAGE, option + " must be one line of at most " + longest + " printable characters");
    }
    return text.strip();
  }
}

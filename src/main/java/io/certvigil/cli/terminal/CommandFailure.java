package io.certvigil.cli.terminal;

import io.certvigil.config.ErrorWording;
import io.certvigil.model.PrintableText;
import java.util.Collection;
import java.util.List;

/** A command cannot continue; the message is one line with the problem and advice. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exit;

  public CommandFailure(int exit, String message) {
    super(message);
    this.exit = exit;
  }

  /** The command was used wrongly. */
  public static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, message);
  }

  /** The command ran, but its result is negative. */
  public static CommandFailure negative(String message) {
    return new CommandFailure(ExitCode.FAILURE, message);
  }

  /** Fails if the word given for an option is not one of these. */
  public static void requireOneOf(String option, String word, List<String> words) {
    if (!words.contains(word)) {
      throw usage(
          option
              + " must be one of "
              + String.join(", ", words)
              + ", was "
              + PrintableText.of(word)
              + ErrorWording.suggest(word, words));
    }
  }

  /** Fails if the config has none of this name. */
  public static void requireConfigured(String what, String name, Collection<String> names) {
    if (!names.contains(name)) {
      throw usage(
          "there is no %s %s%s; configured: %s"
              .formatted(
                  what,
                  PrintableText.of(name),
                  ErrorWording.suggest(name, names),
                  names.isEmpty() ? "none" : String.join(", ", names)));
    }
  }

  public int exit() {
    return exit;
  }
}

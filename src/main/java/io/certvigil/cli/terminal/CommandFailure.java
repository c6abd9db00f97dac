package io.certvigil.cli.terminal;

/** A command cannot continue; the message is one line with the problem and advice. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exit;

  public CommandFailure(int exit, String message) {
    super(message);
    this.exit = exit;
  }

  public int exit() {
    return exit;
  }
}

package io.certvigil.cli.terminal;

/** The exit codes that scripts rely on. */
public final class ExitCode {
  public static final int SUCCESS = 0;

  /** The command ran, but its result is negative, such as a failed check. */
  public static final int FAILURE = 1;

  /** Wrong usage or invalid config. */
  public static final int USAGE = 2;

  /** Cloudflare could not be read. */
  public static final int UNREADABLE = 3;

  public static final int STORE = 4;
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}

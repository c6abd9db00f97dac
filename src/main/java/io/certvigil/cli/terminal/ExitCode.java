package io.certvigil.cli.terminal;

/** The exit codes that scripts rely on. */
public final class ExitCode {
  public static final int SUCCESS = 0;

  /** The command did its work, and its answer is bad news. */
  public static final int FAILURE = 1;

  /** Usage or config. */
  public static final int USAGE = 2;

  /** Cloudflare could not be read. */
  public static final int UNREADABLE = 3;

  public static final int STORE = 4;
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}

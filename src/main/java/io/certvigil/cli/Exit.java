package io.certvigil.cli;

/** The exit codes that scripts rely on. */
final class Exit {
  static final int FINE = 0;

  /** The command did its work, and its answer is bad news. */
  static final int BAD_NEWS = 1;

  /** Usage or config. */
  static final int USAGE = 2;

  /** Cloudflare could not be read. */
  static final int UNREADABLE = 3;

  static final int STORE = 4;
  static final int INTERRUPTED = 130;

  private Exit() {}
}

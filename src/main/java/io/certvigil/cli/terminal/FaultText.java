package io.certvigil.cli.terminal;

import io.certvigil.model.Fault;

/** What a fault of Cloudflare means for a command. */
public final class FaultText {
  private FaultText() {}

  /** A refusal of what was asked for is its answer; anything else is no answer. */
  public static int exit(Fault fault) {
    return switch (fault.reason()) {
      case HTTP_4XX -> ExitCode.FAILURE;
      case UNAUTHORIZED,
          FORBIDDEN,
          RATE_LIMITED,
          HTTP_5XX,
          TIMEOUT,
          NETWORK,
          MALFORMED,
          INCOMPLETE,
          STORE ->
          ExitCode.UNREADABLE;
    };
  }

  /** The fault, and what to do about it where that is known. */
  public static String line(Fault fault, String permission) {
    return switch (fault.reason()) {
      case UNAUTHORIZED ->
          fault + "; the token must be valid and have the permission " + permission;
      case FORBIDDEN -> fault + "; the token needs the permission " + permission;
      case RATE_LIMITED -> fault + "; wait five minutes and try again";
      case HTTP_4XX, HTTP_5XX, TIMEOUT, NETWORK, MALFORMED, INCOMPLETE, STORE -> fault.toString();
    };
  }
}

package io.certvigil.cli;

import io.certvigil.model.Fault;

/** What a fault of Cloudflare means for a command. */
final class Faulty {
  private Faulty() {}

  /** A refusal of what was asked for is its answer; anything else is no answer. */
  static int exit(Fault fault) {
    return switch (fault.reason()) {
      case HTTP_4XX -> Exit.BAD_NEWS;
      case UNAUTHORIZED,
          FORBIDDEN,
          RATE_LIMITED,
          HTTP_5XX,
          TIMEOUT,
          NETWORK,
          MALFORMED,
          INCOMPLETE,
          STORE ->
          Exit.UNREADABLE;
    };
  }

  /** The fault, and what to do about it where that is known. */
  static String line(Fault fault, String permission) {
    return switch (fault.reason()) {
      case UNAUTHORIZED ->
          fault + "; the token must be valid and have the permission " + permission;
      case FORBIDDEN -> fault + "; the token needs the permission " + permission;
      case RATE_LIMITED -> fault + "; wait five minutes and try again";
      case HTTP_4XX, HTTP_5XX, TIMEOUT, NETWORK, MALFORMED, INCOMPLETE, STORE -> fault.toString();
    };
  }
}

package io.certvigil.cli.terminal;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Refusal;

/** The exit code and the message of a command for a fault of Cloudflare. */
public final class FaultText {
  private FaultText() {}

  /** A refused request is a negative result; with any other fault Cloudflare was not readable. */
  public static int exit(Fault fault) {
    boolean blocked = fault.refusal().filter(one -> one == Refusal.EDGE_BLOCK).isPresent();
    return fault.reason() == FaultReason.HTTP_4XX && !blocked
        ? ExitCode.FAILURE
        : ExitCode.UNREADABLE;
  }

  /** The fault, with advice if there is any. */
  public static String line(Fault fault, String permission) {
    return fault
        .refusal()
        .filter(one -> one != Refusal.PERMISSION_MISSING)
        .map(one -> fault + "; " + one.advice())
        .orElseGet(() -> generalLine(fault, permission));
  }

  private static String generalLine(Fault fault, String permission) {
    return switch (fault.reason()) {
      case UNAUTHORIZED ->
          fault + "; the token must be valid and have the permission " + permission;
      case FORBIDDEN -> fault + "; the token needs the permission " + permission;
      case RATE_LIMITED -> fault + "; wait five minutes and try again";
      case HTTP_4XX, HTTP_5XX, TIMEOUT, NETWORK, MALFORMED, INCOMPLETE, STORE -> fault.toString();
    };
  }
}

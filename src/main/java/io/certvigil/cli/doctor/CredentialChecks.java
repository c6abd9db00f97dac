package io.certvigil.cli.doctor;

import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cloudflare.http.TokenState;
import io.certvigil.model.Discovery;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import java.time.Duration;
import java.time.Instant;

/** What a credential is, and what it sees. */
final class CredentialChecks {
  /** What Cloudflare calls the permission to list zones. */
  private static final String DISCOVERY = "Zone: Zone";

  private static final Duration SOON = Duration.ofDays(30);

  private CredentialChecks() {}

  /** Whether Cloudflare answers at all, so that asking it more is of use. */
  static boolean isReachable(Discovery discovery) {
    var fault = discovery.fault();
    return fault == null
        || switch (fault.reason()) {
          case NETWORK, TIMEOUT, RATE_LIMITED -> false;
          case UNAUTHORIZED, FORBIDDEN, HTTP_4XX, HTTP_5XX, MALFORMED, INCOMPLETE, STORE -> true;
        };
  }

  static Check visibility(String credential, Discovery discovery) {
    var name = "sight " + credential;
    var fault = discovery.fault();
    if (fault != null) {
      return Check.failed(name, "zones cannot be listed: " + fault + "; " + advice(fault));
    }
    var sees =
        "sees "
            + count(discovery.accounts().size(), "account")
            + " and "
            + count(discovery.zones().size(), "zone");
    if (discovery.zones().isEmpty()) {
      var add = ": add " + DISCOVERY + " (Read) to the token, for every zone to watch";
      return discovery.accounts().isEmpty()
          ? Check.failed(name, sees + add)
          : Check.warning(name, sees + add);
    }
    return Check.ok(name, sees);
  }

  private static String advice(Fault fault) {
    return switch (fault.reason()) {
      case UNAUTHORIZED -> "make a new token in Cloudflare's dashboard";
      case FORBIDDEN -> "add " + DISCOVERY + " (Read) to the token";
      case RATE_LIMITED -> "wait until Cloudflare's pause is over, then run this again";
      case NETWORK, TIMEOUT -> "look at the network, its firewalls and cloudflare.base_url";
      case HTTP_4XX, MALFORMED -> "look at cloudflare.base_url: this is not Cloudflare's API";
      case HTTP_5XX, INCOMPLETE, STORE -> "run this again, then see www.cloudflarestatus.com";
    };
  }

  static Check token(String credential, TokenState state, boolean works, Instant now) {
    var name = "token " + credential;
    return switch (state) {
      case TokenState.Valid(var status, var end) -> valid(name, status, end, now);
      case TokenState.NoExpiry(var status) ->
          status.equals(TokenState.ACTIVE)
              ? Check.ok(name, "active, never ends")
              : Check.failed(name, "is " + status + ": " + newTokenAdvice());
      case TokenState.NotAToken _ ->
          Check.warning(
              name,
              "an e-mail and the global API key may do everything, and cannot read origin_ca: make"
                  + " an API token");
      case TokenState.Failed(var fault) -> unverified(name, fault, works);
    };
  }

  private static Check valid(String name, String status, Instant end, Instant now) {
    var left = Duration.between(now, end);
    if (!status.equals(TokenState.ACTIVE) || !left.isPositive()) {
      return Check.failed(
          name,
          "is " + status + ", its end is " + CellFormat.minute(end) + ": " + newTokenAdvice());
    }
    var says =
        "active, ends " + CellFormat.minute(end) + " (" + CellFormat.days(left.toDays()) + ")";
    return left.compareTo(SOON) < 0
        ? Check.warning(name, says + ": make a new one before")
        : Check.ok(name, says);
  }

  private static Check unverified(String name, Fault fault, boolean works) {
    if (works) {
      return Check.warning(name, "works, but its end is not known: " + fault);
    }
    return fault.reason() == FaultReason.UNAUTHORIZED
        ? Check.failed(name, "Cloudflare does not know it: " + fault + "; " + newTokenAdvice())
        : Check.failed(name, "cannot be verified: " + fault + "; run this again");
  }

  private static String newTokenAdvice() {
    return "make a new one in Cloudflare's dashboard";
  }

  static String count(long number, String what) {
    return (number == 0 ? "no" : String.valueOf(number)) + " " + what + (number > 1 ? "s" : "");
  }
}

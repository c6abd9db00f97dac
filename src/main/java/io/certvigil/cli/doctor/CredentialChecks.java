package io.certvigil.cli.doctor;

import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cloudflare.http.TokenState;
import io.certvigil.model.Discovery;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.ReadableDuration;
import io.certvigil.model.Refusal;
import java.time.Duration;
import java.time.Instant;

/** Checks whether a credential is valid and what it can access. */
final class CredentialChecks {
  /** What Cloudflare calls the permission to list zones. */
  private static final String DISCOVERY = "Zone: Zone";

  private static final Duration SOON = Duration.ofDays(30);

  private CredentialChecks() {}

  static Check visibility(String credential, Discovery discovery) {
    var name = "sight " + credential;
    var fault = discovery.fault();
    if (fault != null) {
      return Check.failed(name, "zones cannot be listed: " + fault + "; " + advice(fault));
    }
    var sees =
        "access to "
            + count(discovery.accounts().size(), "account")
            + " and "
            + count(discovery.zones().size(), "zone");
    if (!discovery.unlisted().isEmpty()) {
      sees += ", " + discovery.unlisted().size() + " of them only by the id in the config";
    }
    if (discovery.zones().isEmpty()) {
      var add = ": add " + DISCOVERY + " (Read) to the token, for every zone to watch";
      return discovery.accounts().isEmpty()
          ? Check.failed(name, sees + add)
          : Check.warning(name, sees + add);
    }
    return Check.ok(name, sees);
  }

  /** A credential that only commands use need not list zones, if its user gives their ids. */
  static Check forCommands(Check sight, Discovery discovery) {
    var fault = discovery.fault();
    boolean listsNothing =
        fault == null ? discovery.zones().isEmpty() : fault.reason() == FaultReason.FORBIDDEN;
    return listsNothing
        ? Check.warning(
            sight.name(),
            "watch: false, and lists no zone: give commands the id of the zone, or add "
                + DISCOVERY
                + " (Read) to the token")
        : sight;
  }

  private static String advice(Fault fault) {
    return fault
        .refusal()
        .filter(one -> one != Refusal.PERMISSION_MISSING)
        .map(Refusal::advice)
        .orElseGet(() -> generalAdvice(fault));
  }

  private static String generalAdvice(Fault fault) {
    return switch (fault.reason()) {
      case UNAUTHORIZED -> "create a new token in Cloudflare's dashboard";
      case FORBIDDEN -> "add " + DISCOVERY + " (Read) to the token";
      case RATE_LIMITED -> "run this again when Cloudflare accepts requests again";
      case NETWORK, TIMEOUT -> "check the network, its firewalls and cloudflare.base_url";
      case HTTP_4XX, MALFORMED ->
          "check cloudflare.base_url: the response is not that of Cloudflare's API";
      case HTTP_5XX, INCOMPLETE, STORE ->
          "run this again; if it still fails, see www.cloudflarestatus.com";
    };
  }

  static Check token(String credential, TokenState state, boolean works, Instant now) {
    var name = "token " + credential;
    return switch (state) {
      case TokenState.Valid(var status, var end) -> valid(name, status, end, now);
      case TokenState.NoExpiry(var status) ->
          status.equals(TokenState.ACTIVE)
              ? Check.ok(name, "active, never expires")
              : Check.failed(name, "is " + status + ": " + newTokenAdvice());
      case TokenState.NotAToken _ ->
          Check.warning(
              name,
              "the global API key has every permission, but cannot read origin_ca: create an API"
                  + " token");
      case TokenState.Failed(var fault) -> unverified(name, fault, works);
    };
  }

  private static Check valid(String name, String status, Instant end, Instant now) {
    var left = Duration.between(now, end);
    if (!status.equals(TokenState.ACTIVE) || !left.isPositive()) {
      return Check.failed(
          name, "is " + status + ", expiry " + CellFormat.minute(end) + ": " + newTokenAdvice());
    }
    var says =
        "active, expires " + CellFormat.minute(end) + " (" + ReadableDuration.left(left) + ")";
    return left.compareTo(SOON) < 0
        ? Check.warning(name, says + ": create a new one before that")
        : Check.ok(name, says);
  }

  private static Check unverified(String name, Fault fault, boolean works) {
    if (works) {
      return Check.warning(name, "works, but its expiry is unknown: " + fault);
    }
    boolean rejected = fault.reason() == FaultReason.UNAUTHORIZED;
    var advice =
        fault
            .refusal()
            .filter(one -> one != Refusal.TOKEN_DEAD)
            .map(Refusal::advice)
            .orElse(rejected ? newTokenAdvice() : "run this again");
    var what = rejected ? "Cloudflare rejects it: " : "cannot be verified: ";
    return Check.failed(name, what + fault + "; " + advice);
  }

  private static String newTokenAdvice() {
    return "create a new one in Cloudflare's dashboard";
  }

  static String count(long number, String what) {
    return number == 0 ? "no " + what : CellFormat.count(number, what);
  }
}

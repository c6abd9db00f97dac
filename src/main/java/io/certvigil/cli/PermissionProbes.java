package io.certvigil.cli;

import io.certvigil.cli.Permit.State;
import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.cloudflare.Probe;
import io.certvigil.model.Fault;
import io.certvigil.model.Level;
import io.certvigil.model.Scope;
import io.certvigil.policy.Health;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks of each list whether it may be read; of each account's zones one stands for all. */
final class PermissionProbes {
  private final Cloudflare cloudflare;
  private final Map<String, Instant> readAt = new HashMap<>();
  private final boolean all;

  /**
   * Asks nothing yet.
   *
   * @param known what the daemon knows of its lists; may be empty
   * @param all whether every zone is asked for
   */
  PermissionProbes(Cloudflare cloudflare, List<Health> known, boolean all) {
    this.cloudflare = cloudflare;
    this.all = all;
    for (var health : known) {
      var complete = health.completeAt();
      if (complete != null) {
        readAt.put(health.key(), complete);
      }
    }
  }

  /**
   * One request for each list. Where nobody answers, or too much was asked, the rest is left alone.
   */
  List<Permit> of(String credential, List<Scope> scopes) {
    var permits = new ArrayList<Permit>();
    boolean goesOn = true;
    for (var scope : chosen(scopes)) {
      var permit =
          goesOn
              ? permit(credential, scope, cloudflare.probe(credential, scope))
              : permit(credential, scope, State.NEVER_TRIED, null);
      goesOn &= !isInVain(permit.fault());
      permits.add(permit);
    }
    return permits;
  }

  private static boolean isInVain(@Nullable Fault fault) {
    return fault != null
        && switch (fault.reason()) {
          case NETWORK, TIMEOUT, RATE_LIMITED -> true;
          case UNAUTHORIZED, FORBIDDEN, HTTP_4XX, HTTP_5XX, MALFORMED, INCOMPLETE, STORE -> false;
        };
  }

  private List<Scope> chosen(List<Scope> scopes) {
    var zones = new HashMap<String, String>();
    return scopes.stream()
        .filter(
            scope ->
                all
                    || scope.level() == Level.ACCOUNT
                    || zones
                        .computeIfAbsent(scope.account().id(), _ -> scope.owner().id())
                        .equals(scope.owner().id()))
        .toList();
  }

  private Permit permit(String credential, Scope scope, Probe probe) {
    return switch (probe) {
      case Probe.Granted _ -> permit(credential, scope, State.READABLE, null);
      case Probe.Forbidden(var fault) -> permit(credential, scope, State.FORBIDDEN, fault);
      case Probe.NotInPlan(var fault) -> permit(credential, scope, State.NOT_IN_PLAN, fault);
      case Probe.Unanswered(var fault) -> permit(credential, scope, State.NO_ANSWER, fault);
    };
  }

  private Permit permit(String credential, Scope scope, State state, @Nullable Fault fault) {
    return new Permit(credential, scope, state, fault, readAt.get(scope.key()));
  }
}

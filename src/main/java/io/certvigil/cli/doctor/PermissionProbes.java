package io.certvigil.cli.doctor;

import io.certvigil.cli.options.ListPermission;
import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.model.Fault;
import io.certvigil.model.Permission;
import io.certvigil.model.Scope;
import io.certvigil.model.ScopeLevel;
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
  List<ListPermission> of(String credential, List<Scope> scopes) {
    var permits = new ArrayList<ListPermission>();
    boolean goesOn = true;
    for (var scope : chosen(scopes)) {
      var permit =
          goesOn
              ? permission(credential, scope)
              : permission(credential, scope, Permission.NEVER_TRIED, null);
      goesOn &= !endsProbing(permit.fault());
      permits.add(permit);
    }
    return permits;
  }

  private static boolean endsProbing(@Nullable Fault fault) {
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
                    || scope.level() == ScopeLevel.ACCOUNT
                    || zones
                        .computeIfAbsent(scope.account().id(), _ -> scope.owner().id())
                        .equals(scope.owner().id()))
        .toList();
  }

  private ListPermission permission(String credential, Scope scope) {
    var fault = cloudflare.probe(credential, scope).orElse(null);
    return permission(credential, scope, Permission.of(fault), fault);
  }

  private ListPermission permission(
      String credential, Scope scope, Permission permission, @Nullable Fault fault) {
    return new ListPermission(credential, scope, permission, fault, readAt.get(scope.key()));
  }
}

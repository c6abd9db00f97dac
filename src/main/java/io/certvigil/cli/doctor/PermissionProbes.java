package io.certvigil.cli.doctor;

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

/**
 * Checks for each list whether it may be read; one zone of each account represents all its zones.
 */
final class PermissionProbes {
  private final Cloudflare cloudflare;
  private final Map<String, Instant> readAt = new HashMap<>();
  private final boolean all;

  /**
   * Sends nothing yet.
   *
   * @param known the state of the daemon's lists; may be empty
   * @param all whether every zone is checked, not only one of each account
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
   * Sends one request for each list. After a failed connection or a rate limit, the remaining lists
   * are not requested.
   */
  List<ListPermission> of(String credential, List<Scope> scopes) {
    var permissions = new ArrayList<ListPermission>();
    boolean mayContinue = true;
    for (var scope : chosen(scopes)) {
      var permission =
          mayContinue
              ? permission(credential, scope)
              : permission(credential, scope, Permission.NEVER_TRIED, null);
      mayContinue &= !endsProbing(permission.fault());
      permissions.add(permission);
    }
    return permissions;
  }

  /** Whether further requests make no sense after this fault of one. */
  static boolean endsProbing(@Nullable Fault fault) {
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
                    || scope.level() != ScopeLevel.ZONE
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

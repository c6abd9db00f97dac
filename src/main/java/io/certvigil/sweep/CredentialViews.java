package io.certvigil.sweep;

import io.certvigil.store.CommittedScope;
import io.certvigil.store.Store;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the policies of a credential again when a certificate is missing, before another reading
 * can prove that it is absent: the credential may see less than before.
 */
final class CredentialViews {
  private final CloudflareReader api;
  private final Store store;
  private final InstantSource clock;
  private final Set<String> doubtful = ConcurrentHashMap.newKeySet();

  CredentialViews(CloudflareReader api, Store store, InstantSource clock) {
    this.api = api;
    this.store = store;
    this.clock = clock;
  }

  void committed(CommittedScope scope) {
    if (scope.known().hasMissing()) {
      doubtful.add(scope.watched().credential());
    }
  }

  /** Called at the end of each sweep of this credential. Sends no request if nothing is missing. */
  void check(String credential) {
    if (doubtful.remove(credential)) {
      var policies = api.policies(credential, store.scopes().accountsOf(credential));
      store.scopes().recordPolicies(credential, policies, clock.instant());
    }
  }
}

package io.certvigil.cloudflare;

import io.certvigil.cloudflare.http.ApiClient;
import io.certvigil.cloudflare.http.CredentialSession;
import io.certvigil.cloudflare.http.ListResult;
import io.certvigil.cloudflare.http.Pager;
import io.certvigil.cloudflare.sources.Accounts;
import io.certvigil.cloudflare.sources.Zones;
import io.certvigil.model.Discovery;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Zone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the accounts and zones of a credential. */
final class ScopeDiscovery {
  private static final Logger log = LoggerFactory.getLogger(ScopeDiscovery.class);
  private static final int PASSES = 3;
  private static final String NO_OWNER = "";

  private final ApiClient api;
  private final CredentialSession session;

  ScopeDiscovery(ApiClient api, CredentialSession session) {
    this.api = api;
    this.session = session;
  }

  Discovery discover() throws InterruptedException {
    var listed = new Pager<>(api, session, Zones.LISTING, NO_OWNER).read(PASSES);
    return discovery(listed.items(), listed.fault());
  }

  private Discovery discovery(List<Zone> zones, @Nullable Fault fault) throws InterruptedException {
    var accounts = new LinkedHashMap<String, ResourceRef>();
    var listed =
        fault == null || !concernsWholeCredential(fault.reason())
            ? new Pager<>(api, session, Accounts.LISTING, NO_OWNER).read(1)
            : new ListResult.Failed<ResourceRef>(fault);
    logFault(listed.fault());
    listed.items().forEach(account -> add(accounts, account));
    zones.forEach(zone -> add(accounts, zone.account()));
    var allAccounts = listed instanceof ListResult.Complete<ResourceRef>;
    return new Discovery(List.copyOf(accounts.values()), zones, allAccounts, fault);
  }

  private static boolean concernsWholeCredential(FaultReason reason) {
    return reason == FaultReason.UNAUTHORIZED || reason == FaultReason.RATE_LIMITED;
  }

  private static void add(Map<String, ResourceRef> accounts, ResourceRef account) {
    if (!account.equals(Zones.NO_ACCOUNT)) {
      accounts.putIfAbsent(account.id(), account);
    }
  }

  /** A fault of the list of accounts does not fail the discovery. */
  private void logFault(@Nullable Fault fault) {
    if (fault != null) {
      log.atDebug()
          .addKeyValue("credential", session.name())
          .addKeyValue("fault", fault)
          .log("list of accounts incomplete");
    }
  }
}

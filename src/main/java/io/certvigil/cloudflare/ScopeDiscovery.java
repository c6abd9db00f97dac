package io.certvigil.cloudflare;

import io.certvigil.cloudflare.ZoneDiscovery.Listed;
import io.certvigil.cloudflare.http.ApiClient;
import io.certvigil.cloudflare.http.CredentialSession;
import io.certvigil.cloudflare.http.ListResult;
import io.certvigil.cloudflare.http.Pager;
import io.certvigil.cloudflare.sources.Accounts;
import io.certvigil.model.Discovery;
import io.certvigil.model.DiscoverySeeds;
import io.certvigil.model.Fault;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Zone;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the accounts and zones of a credential, and adds those that the config names by id. */
final class ScopeDiscovery {
  private static final Logger log = LoggerFactory.getLogger(ScopeDiscovery.class);
  private static final String NO_OWNER = "";

  private final ApiClient api;
  private final CredentialSession session;
  private final DiscoverySeeds seeds;
  private final DiscoveryMemory memory;
  private final ZoneDiscovery zones;

  ScopeDiscovery(
      ApiClient api, CredentialSession session, DiscoverySeeds seeds, DiscoveryMemory memory) {
    this.api = api;
    this.session = session;
    this.seeds = seeds;
    this.memory = memory;
    zones = new ZoneDiscovery(api, session, memory);
  }

  Discovery discover() throws InterruptedException {
    if (memory.listsZonesByAccount()) {
      var accounts = accounts();
      return discovery(accounts, zonesOf(accounts));
    }
    var all = zones.all();
    if (ZoneDiscovery.concernsWholeCredential(all.fault())) {
      return listedOnly(List.of(), all);
    }
    var accounts = accounts();
    if (all.needsAccounts() && !known(accounts).isEmpty()) {
      memory.listZonesByAccount();
      return discovery(accounts, zonesOf(accounts));
    }
    return discovery(accounts, all);
  }

  private ListResult<ResourceRef> accounts() throws InterruptedException {
    var accounts = new Pager<>(api, session, Accounts.LISTING, NO_OWNER).read(1);
    logFault(accounts.fault());
    return accounts;
  }

  /** The ids of the accounts that may own a zone to watch. */
  private Collection<String> known(ListResult<ResourceRef> accounts) {
    var ids = new LinkedHashSet<>(seeds.accounts());
    if (!seeds.onlyAccounts()) {
      accounts.items().forEach(account -> ids.add(account.id()));
    }
    return ids;
  }

  /** The zones account by account; an account that is not known may own others. */
  private Listed zonesOf(ListResult<ResourceRef> accounts) throws InterruptedException {
    return zones
        .ofAccounts(known(accounts))
        .orFault(seeds.onlyAccounts() ? null : accounts.fault());
  }

  private Discovery discovery(ListResult<ResourceRef> listed, Listed found)
      throws InterruptedException {
    return ZoneDiscovery.concernsWholeCredential(found.fault())
        ? listedOnly(listed.items(), found)
        : withSeeds(listed, found);
  }

  private static Discovery listedOnly(List<ResourceRef> listed, Listed found) {
    return new Discovery(accountsOf(listed, found.zones()), found.zones(), false, found.fault());
  }

  private Discovery withSeeds(ListResult<ResourceRef> listed, Listed found)
      throws InterruptedException {
    var unlisted = new ArrayList<String>();
    var all = new ArrayList<>(found.zones());
    for (var id : seeds.zones()) {
      if (all.stream().noneMatch(zone -> zone.zone().id().equals(id))) {
        unlisted.add(id);
        all.add(withAccount(zones.byId(id), listed.items()));
      }
    }
    var accounts = new ArrayList<>(accountsOf(listed.items(), all));
    for (var id : seeds.accounts()) {
      if (accounts.stream().noneMatch(account -> account.id().equals(id))) {
        unlisted.add(id);
        accounts.add(ResourceRef.unnamed(id));
      }
    }
    boolean complete = seeds.onlyAccounts() || listed instanceof ListResult.Complete<ResourceRef>;
    return new Discovery(accounts, all, complete, neededFault(found.fault()), unlisted);
  }

  /** A zone whose account is unknown is in the account of the config, if that names only one. */
  private Zone withAccount(Zone zone, List<ResourceRef> listed) {
    if (!zone.account().equals(Zone.NO_ACCOUNT)
        || !seeds.onlyAccounts()
        || seeds.accounts().size() > 1) {
      return zone;
    }
    var id = seeds.accounts().getFirst();
    var named = listed.stream().filter(account -> account.id().equals(id)).findFirst();
    return zone.in(named.orElseGet(() -> ResourceRef.unnamed(id)));
  }

  /** No list of zones is needed if the config names each zone by its id. */
  private @Nullable Fault neededFault(@Nullable Fault fault) {
    return fault != null && seeds.onlyZones() && fault.reason().isRefusal() ? null : fault;
  }

  private static List<ResourceRef> accountsOf(List<ResourceRef> listed, List<Zone> zones) {
    var accounts = new LinkedHashMap<String, ResourceRef>();
    listed.forEach(account -> add(accounts, account));
    zones.forEach(zone -> add(accounts, zone.account()));
    return List.copyOf(accounts.values());
  }

  private static void add(Map<String, ResourceRef> accounts, ResourceRef account) {
    if (!account.equals(Zone.NO_ACCOUNT)) {
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

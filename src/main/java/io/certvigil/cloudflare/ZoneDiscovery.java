package io.certvigil.cloudflare;

import io.certvigil.cloudflare.http.ApiClient;
import io.certvigil.cloudflare.http.CredentialSession;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.cloudflare.http.ListResult;
import io.certvigil.cloudflare.http.PageResult;
import io.certvigil.cloudflare.http.Pager;
import io.certvigil.cloudflare.sources.Zones;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Zone;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the zones of a credential: all at once, account by account, or one by its id. */
final class ZoneDiscovery {
  private static final int PASSES = 3;
  private static final String NO_OWNER = "";

  private final ApiClient api;
  private final CredentialSession session;
  private final DiscoveryMemory memory;

  ZoneDiscovery(ApiClient api, CredentialSession session, DiscoveryMemory memory) {
    this.api = api;
    this.session = session;
    this.memory = memory;
  }

  /**
   * Zones that were listed.
   *
   * @param fault why there may be others; null if there are none
   */
  record Listed(List<Zone> zones, @Nullable Fault fault) {
    private static Listed of(ListResult<Zone> result) {
      return new Listed(result.items(), result.fault());
    }

    /** With another reason why there may be others, if there is none yet. */
    Listed orFault(@Nullable Fault other) {
      return fault == null ? new Listed(zones, other) : this;
    }

    /**
     * Whether Cloudflare refused because the credential has too many accounts: "Listing zones
     * across more than 500 accounts is currently not allowed, please apply the 'account.id'
     * filter".
     */
    boolean needsAccounts() {
      return fault != null && fault.reason().isRefusal() && fault.detail().contains("account.id");
    }
  }

  Listed all() throws InterruptedException {
    return Listed.of(read(Zones.LISTING));
  }

  /** The zones of these accounts, one after the other. */
  Listed ofAccounts(Collection<String> ids) throws InterruptedException {
    var zones = new LinkedHashMap<String, Zone>();
    Fault first = null;
    for (var id : ids) {
      var listed = read(Zones.ofAccount(id));
      listed.items().forEach(zone -> zones.putIfAbsent(zone.zone().id(), zone));
      first = first == null ? listed.fault() : first;
      if (concernsWholeCredential(listed.fault())) {
        break;
      }
    }
    return new Listed(List.copyOf(zones.values()), first);
  }

  private ListResult<Zone> read(ListEndpoint<Zone> listing) throws InterruptedException {
    return new Pager<>(api, session, listing, NO_OWNER).read(PASSES);
  }

  /**
   * The zone with this id, which no list contained. It is requested each time, because its status
   * changes. Without an answer its name and account are those of the last one; if there was none
   * they are unknown, and its lists can be read nevertheless.
   */
  Zone byId(String id) throws InterruptedException {
    if (api.get(session, Zones.ONE, Zones.ONE.path(id)) instanceof PageResult.Page<Zone> page) {
      for (var zone : page.items()) {
        if (zone.zone().id().equals(id)) {
          memory.remember(zone.withoutStatus());
          return zone;
        }
      }
    }
    return memory.zone(id).orElseGet(() -> new Zone(ResourceRef.unnamed(id), Zone.NO_ACCOUNT));
  }

  /** Whether each further request would fail in the same way. */
  static boolean concernsWholeCredential(@Nullable Fault fault) {
    return fault != null
        && (fault.reason() == FaultReason.UNAUTHORIZED
            || fault.reason() == FaultReason.RATE_LIMITED);
  }
}

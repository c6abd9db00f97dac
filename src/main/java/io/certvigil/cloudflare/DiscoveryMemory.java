package io.certvigil.cloudflare;

import io.certvigil.model.Zone;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the discoveries of one credential have found, for those that follow. */
final class DiscoveryMemory {
  private final Map<String, Zone> zones = new ConcurrentHashMap<>();
  private volatile boolean zonesByAccount;

  /** The zone with this id, which no list contained, as it was read last; without its status. */
  Optional<Zone> zone(String id) {
    return Optional.ofNullable(zones.get(id));
  }

  void remember(Zone zone) {
    zones.put(zone.zone().id(), zone);
  }

  /** Whether Cloudflare refused to list the zones of all accounts at once. */
  boolean listsZonesByAccount() {
    return zonesByAccount;
  }

  void listZonesByAccount() {
    zonesByAccount = true;
  }
}

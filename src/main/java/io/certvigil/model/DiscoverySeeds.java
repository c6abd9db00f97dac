package io.certvigil.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * The accounts and zones that the config names by id. They are read even if Cloudflare's lists of
 * accounts and zones do not contain them.
 *
 * @param onlyAccounts whether every account of the config is named by id, so that no other account
 *     must be found
 * @param onlyZones whether every zone of the config is named by id, so that no other zone must be
 *     found
 */
public record DiscoverySeeds(
    List<String> accounts, List<String> zones, boolean onlyAccounts, boolean onlyZones) {
  public static final DiscoverySeeds NONE = new DiscoverySeeds(List.of(), List.of(), false, false);

  public DiscoverySeeds {
    accounts = List.copyOf(accounts);
    zones = List.copyOf(zones);
  }

  /** The ids among these patterns. */
  public static DiscoverySeeds of(Globs accounts, Globs zones) {
    return new DiscoverySeeds(
        accounts.ids(), zones.ids(), accounts.hasOnlyIds(), zones.hasOnlyIds());
  }

  /** The ids of both, for two watches of one credential. */
  public DiscoverySeeds plus(DiscoverySeeds other) {
    return new DiscoverySeeds(
        union(accounts, other.accounts),
        union(zones, other.zones),
        onlyAccounts && other.onlyAccounts,
        onlyZones && other.onlyZones);
  }

  private static List<String> union(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().toList();
  }
}

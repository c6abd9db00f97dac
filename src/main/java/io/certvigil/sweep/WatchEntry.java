package io.certvigil.sweep;

import io.certvigil.model.DiscoverySeeds;
import io.certvigil.model.Globs;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.Zone;
import io.certvigil.store.Scopes;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the list {@code watch} in the config.
 *
 * @param name the label value in metrics: the name of the credential, with the suffix {@code -2},
 *     {@code -3} and so on for further entries with the same credential
 * @param sources the sources to read, as configured
 * @param every the interval between two sweeps; for a cron expression its longest gap, so that a
 *     weekend without readings does not count as missing readings
 * @param cron a Quartz expression; null if {@code every} was configured
 * @param labels added to its certificates
 */
public record WatchEntry(
    String name,
    String credential,
    Globs accounts,
    Globs zones,
    Set<Source> sources,
    Duration every,
    @Nullable String cron,
    Map<String, String> labels) {
  public WatchEntry {
    sources = Set.copyOf(sources);
    labels = Map.copyOf(labels);
  }

  /** True if this entry selects this scope. */
  public boolean selects(Scope scope) {
    var zone = scope.zone();
    return sources.contains(scope.source())
        && (accounts.matches(scope.account()) || isNamed(zone, scope.account()))
        && (zone == null || zones.matches(zone));
  }

  /** A zone that is named by id is read even if it is unknown in which account it is. */
  private boolean isNamed(@Nullable ResourceRef zone, ResourceRef account) {
    return zone != null && account.equals(Zone.NO_ACCOUNT) && zones.ids().contains(zone.id());
  }

  /** What it selects, in a form that the store can compare. */
  public Scopes.WatchSelection selection() {
    var words = sources.stream().map(Source::word).sorted().toList();
    return new Scopes.WatchSelection(
        "accounts " + accounts.patterns() + " zones " + zones.patterns() + " sources " + words,
        new TreeMap<>(labels).toString());
  }

  /** The accounts and zones that are read even if Cloudflare does not list them. */
  public DiscoverySeeds seeds() {
    return DiscoverySeeds.of(accounts, zones);
  }
}

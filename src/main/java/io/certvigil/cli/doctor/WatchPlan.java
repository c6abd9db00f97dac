package io.certvigil.cli.doctor;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.config.Config;
import io.certvigil.config.ErrorWording;
import io.certvigil.model.Discovery;
import io.certvigil.model.DiscoverySeeds;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Zone;
import io.certvigil.sweep.Selection;
import io.certvigil.sweep.WatchEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Decides which list is read with which credential, as a sweep does: if two can read it, the first
 * does.
 */
final class WatchPlan {
  private final Selection selection = new Selection(Cloudflare.sources());
  private final Map<String, Discovery> discoveries;
  private final Consumer<Check> reporter;
  private final Map<String, String> readers = new LinkedHashMap<>();
  private final Map<String, List<Scope>> scopes = new LinkedHashMap<>();
  private final Map<List<String>, Set<ResourceRef>> sharedOwners = new LinkedHashMap<>();

  /**
   * Plans, and reports problems of the watches.
   *
   * @param discoveries by credential; one without access may be missing
   */
  WatchPlan(Config config, Map<String, Discovery> discoveries, Consumer<Check> reporter) {
    this.discoveries = discoveries;
    this.reporter = reporter;
    config.watch().forEach(this::add);
    sharedOwners.forEach(this::report);
  }

  /** What the watches of a credential name by id. */
  static DiscoverySeeds seeds(Config config, String credential) {
    return config.watch().stream()
        .filter(watch -> watch.credential().equals(credential))
        .map(WatchEntry::seeds)
        .reduce(DiscoverySeeds::plus)
        .orElse(DiscoverySeeds.NONE);
  }

  /** The lists of a credential, in the order of a sweep. */
  List<Scope> of(String credential) {
    return scopes.getOrDefault(credential, List.of());
  }

  private void add(WatchEntry watch) {
    var discovery = discoveries.get(watch.credential());
    if (discovery == null) {
      return;
    }
    var taken = selection.of(watch, discovery);
    taken.forEach(scope -> claim(watch.credential(), scope));
    var unmatched =
        Selection.unmatched(watch, discovery).stream()
            .filter(pattern -> isConclusive(discovery, pattern))
            .toList();
    unmatched.forEach(pattern -> report(watch, pattern, discovery));
    discovery.unlisted().stream()
        .filter(id -> watch.seeds().accounts().contains(id) || watch.seeds().zones().contains(id))
        .forEach(id -> reportUnlisted(watch, id));
    boolean sees = !discovery.accounts().isEmpty() || !discovery.zones().isEmpty();
    if (taken.isEmpty() && unmatched.isEmpty() && sees) {
      reporter.accept(
          Check.failed(
              name(watch),
              "matches no account or zone visible to its credential: widen accounts or zones"));
    }
  }

  /** An incomplete list of accounts or zones does not prove that a pattern matches nothing. */
  private static boolean isConclusive(Discovery discovery, Selection.Unmatched pattern) {
    return discovery.complete() && (pattern.key().equals("zones") || discovery.accountsComplete());
  }

  private void claim(String credential, Scope scope) {
    var reader = readers.putIfAbsent(scope.key(), credential);
    if (reader == null) {
      scopes.computeIfAbsent(credential, _ -> new ArrayList<>()).add(scope);
    } else if (!reader.equals(credential)) {
      sharedOwners
          .computeIfAbsent(List.of(reader, credential), _ -> new LinkedHashSet<>())
          .add(scope.owner());
    }
  }

  private void report(WatchEntry watch, Selection.Unmatched pattern, Discovery discovery) {
    var names = names(pattern.key(), discovery).toList();
    reporter.accept(
        Check.failed(
            name(watch),
            "%s: %s matches nothing visible to credential %s%s: fix the pattern, or give the token access"
                .formatted(
                    pattern.key(),
                    pattern.pattern(),
                    watch.credential(),
                    ErrorWording.suggest(pattern.pattern(), names))));
  }

  private void reportUnlisted(WatchEntry watch, String id) {
    reporter.accept(
        Check.warning(
            name(watch),
            "%s is not listed for credential %s, and is read because the config names it: if no list of it may be read, check the id"
                .formatted(id, watch.credential())));
  }

  private static Stream<String> names(String key, Discovery discovery) {
    return key.equals("zones")
        ? discovery.zones().stream().map(Zone::zone).map(ResourceRef::name)
        : discovery.accounts().stream().map(ResourceRef::name);
  }

  private void report(List<String> pair, Collection<ResourceRef> owners) {
    var first = owners.iterator().next().name();
    var more = owners.size() > 1 ? " and " + (owners.size() - 1) + " more are" : " is";
    reporter.accept(
        Check.warning(
            "sight " + pair.getLast(),
            "%s%s also visible to %s: read once, with %s, the first; exclude it from one watch if that is not intended"
                .formatted(first, more, pair.getFirst(), pair.getFirst())));
  }

  private static String name(WatchEntry watch) {
    return "watch " + watch.name();
  }

  /** How many zones of an account a credential reads. */
  long zones(String credential, String accountId) {
    return of(credential).stream()
        .filter(scope -> scope.account().id().equals(accountId) && scope.zone() != null)
        .map(scope -> scope.owner().id())
        .distinct()
        .count();
  }
}

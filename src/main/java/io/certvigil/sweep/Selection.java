package io.certvigil.sweep;

import io.certvigil.model.Discovery;
import io.certvigil.model.Globs;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.Zone;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Selects the scopes of a watch among those that are visible to its credential. */
public final class Selection {
  private final Set<Source> readable;

  /**
   * @param readable the sources that this version of the program can read
   */
  public Selection(Set<Source> readable) {
    this.readable = readable;
  }

  /**
   * A pattern of a watch that matches nothing that is visible to its credential.
   *
   * @param key {@code accounts} or {@code zones}
   */
  public record Unmatched(String key, String pattern) {
    @Override
    public String toString() {
      return key + ": " + pattern;
    }
  }

  /** The scopes of a watch: those of the user, those of accounts, then zone by zone. */
  public List<Scope> of(WatchEntry watch, Discovery discovery) {
    return scopes(watch.credential(), discovery).filter(watch::selects).toList();
  }

  List<WatchedScope> of(WatchEntry watch, Discovery discovery, Duration interval) {
    return of(watch, discovery).stream()
        .map(
            scope ->
                new WatchedScope(scope, watch.credential(), watch.name(), interval, watch.labels()))
        .toList();
  }

  /**
   * The patterns of a watch that match no account and no zone of this discovery: they are mistyped,
   * or their target is not visible to the credential.
   */
  public static List<Unmatched> unmatched(WatchEntry watch, Discovery discovery) {
    return Stream.concat(
            unmatched("accounts", watch.accounts(), owners(watch.credential(), discovery)),
            unmatched("zones", watch.zones(), discovery.zones().stream().map(Zone::zone).toList()))
        .toList();
  }

  private static Stream<Unmatched> unmatched(String key, Globs globs, List<ResourceRef> refs) {
    return globs.patterns().stream()
        .filter(pattern -> !pattern.startsWith("!") && !pattern.equals("*"))
        .filter(pattern -> refs.stream().noneMatch(new Globs(List.of(pattern))::matches))
        .map(pattern -> new Unmatched(key, pattern));
  }

  /** What a pattern for accounts may match. */
  private static List<ResourceRef> owners(String credential, Discovery discovery) {
    return Stream.concat(Stream.of(Scope.userOf(credential)), discovery.accounts().stream())
        .toList();
  }

  private Stream<Scope> scopes(String credential, Discovery discovery) {
    return Stream.concat(
        at(ScopeLevel.USER).map(source -> Scope.ofUser(source, credential)), scopes(discovery));
  }

  private Stream<Scope> scopes(Discovery discovery) {
    return Stream.concat(
        at(ScopeLevel.ACCOUNT)
            .flatMap(
                source ->
                    discovery.accounts().stream().map(account -> Scope.ofAccount(source, account))),
        discovery.zones().stream()
            .flatMap(
                zone ->
                    at(ScopeLevel.ZONE)
                        .map(source -> Scope.ofZone(source, zone.account(), zone.zone()))));
  }

  private Stream<Source> at(ScopeLevel level) {
    return readable.stream().filter(source -> source.existsAt(level)).sorted();
  }
}

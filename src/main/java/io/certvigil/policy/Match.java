package io.certvigil.policy;

import io.certvigil.model.Glob;
import io.certvigil.model.Ref;
import io.certvigil.model.Scope;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates an override or a route is for. A missing key takes everything; globs as in
 * {@link io.certvigil.model.Globs}.
 *
 * @param source a source's word or a glob; empty takes all
 * @param zone glob over the zone's name; empty takes all, also what has no zone
 * @param account glob over the account's id and name
 * @param name glob over the certificate's name
 * @param labels label to glob
 */
public record Match(
    String source, String zone, String account, String name, Map<String, String> labels) {
  public static final Match ALL = new Match("", "", "", "", Map.of());

  private static final int PER_KEY = 1000;

  public Match {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels)); // prints the same everywhere
  }

  /** Whether it takes any certificate of this scope with these labels, whatever its name. */
  public boolean takes(Scope scope, Map<String, String> labels) {
    return takes(scope.source().word(), scope.account(), scope.zone(), labels);
  }

  /**
   * The same, of what is stored.
   *
   * @param source a source's word
   */
  public boolean takes(String source, Ref account, @Nullable Ref zone, Map<String, String> labels) {
    return new Glob(this.source).takes(source)
        && takesZone(zone)
        && takesAccount(account)
        && this.labels.entrySet().stream().allMatch(label -> takesLabel(label, labels));
  }

  /** Whether it takes this name, wherever it is. */
  public boolean takesName(String name) {
    return new Glob(this.name).takes(name);
  }

  /** The more keys are given the greater; among as many, the more of them are exact words. */
  public int specificity() {
    return Stream.concat(Stream.of(source, zone, account, name), labels.values().stream())
        .map(Glob::new)
        .filter(glob -> !glob.open())
        .mapToInt(glob -> PER_KEY + (glob.exact() ? 1 : 0))
        .sum();
  }

  private boolean takesZone(@Nullable Ref ref) {
    return ref == null ? zone.isEmpty() : new Glob(zone).takes(ref.name());
  }

  private boolean takesAccount(Ref ref) {
    var glob = new Glob(account);
    return glob.takes(ref.id()) || glob.takes(ref.name());
  }

  private static boolean takesLabel(Map.Entry<String, String> wanted, Map<String, String> labels) {
    var value = labels.get(wanted.getKey());
    return value != null && new Glob(wanted.getValue()).takes(value);
  }
}

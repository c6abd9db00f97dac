package io.certvigil.policy;

import io.certvigil.model.Glob;
import io.certvigil.model.Globs;
import io.certvigil.model.Scope;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates an override, a route or a silence is for. A missing key takes everything;
 * globs as in {@link Globs}, so one that begins with {@code !} takes all but what it names. The
 * config refuses those in overrides and routes.
 *
 * @param source a source's word or a glob; empty takes all
 * @param zone glob over the zone's name; empty takes all, also what has no zone
 * @param account glob over the account's id and name
 * @param name glob over the certificate's name
 * @param labels label to glob
 */
public record Matcher(
    String source, String zone, String account, String name, Map<String, String> labels) {
  public static final Matcher ALL = new Matcher("", "", "", "", Map.of());

  private static final int PER_KEY = 1000;

  public Matcher {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels)); // prints the same everywhere
  }

  /**
   * Whether it takes an alert about this certificate. An alert about none, or about several, is
   * taken only if nothing is asked of a certificate.
   *
   * @param certificate null for an alert about none
   */
  public boolean takes(@Nullable CertificateSubject certificate) {
    return certificate == null
        ? specificity() == 0
        : takes(source, certificate.source())
            && takes(zone, certificate.zone())
            && takes(account, certificate.account())
            && takes(name, certificate.name())
            && takesLabels(certificate.labels());
  }

  /** Whether it takes any certificate of this scope with these labels, whatever its name. */
  boolean takes(Scope scope, Map<String, String> labels) {
    var owner = scope.account();
    var zone = scope.zone();
    return takes(source, scope.source().word())
        && takes(this.zone, zone == null ? null : zone.name())
        && takes(account, List.of(owner.id(), owner.name()))
        && takesLabels(labels);
  }

  /** The more keys are given the greater; among as many, the more of them are exact words. */
  public int specificity() {
    return Stream.concat(Stream.of(source, zone, account, name), labels.values().stream())
        .map(Glob::new)
        .filter(glob -> !glob.open())
        .mapToInt(glob -> PER_KEY + (glob.exact() ? 1 : 0))
        .sum();
  }

  private boolean takesLabels(Map<String, String> present) {
    return labels.entrySet().stream()
        .allMatch(label -> takes(label.getValue(), present.get(label.getKey())));
  }

  private static boolean takes(String glob, @Nullable String word) {
    return takes(glob, word == null ? List.of() : List.of(word));
  }

  /** An empty glob takes everything; any other takes nothing if there is no word. */
  private static boolean takes(String glob, List<String> words) {
    return glob.isEmpty()
        || (!words.isEmpty() && new Globs(List.of(glob)).matches(words.toArray(String[]::new)));
  }
}

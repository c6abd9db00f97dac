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
  public boolean matches(@Nullable CertificateSubject certificate) {
    return certificate == null
        ? specificity() == 0
        : matches(source, certificate.source())
            && matches(zone, certificate.zone())
            && matches(account, certificate.account())
            && matches(name, certificate.name())
            && matchesLabels(certificate.labels());
  }

  /** Whether it takes any certificate of this scope with these labels, whatever its name. */
  boolean matches(Scope scope, Map<String, String> labels) {
    var owner = scope.account();
    var zone = scope.zone();
    return matches(source, scope.source().word())
        && matches(this.zone, zone == null ? null : zone.name())
        && matches(account, List.of(owner.id(), owner.name()))
        && matchesLabels(labels);
  }

  /** The more keys are given the greater; among as many, the more of them are exact words. */
  public int specificity() {
    return Stream.concat(Stream.of(source, zone, account, name), labels.values().stream())
        .map(Glob::new)
        .filter(glob -> !glob.isEmpty())
        .mapToInt(glob -> PER_KEY + (glob.isLiteral() ? 1 : 0))
        .sum();
  }

  private boolean matchesLabels(Map<String, String> present) {
    return labels.entrySet().stream()
        .allMatch(label -> matches(label.getValue(), present.get(label.getKey())));
  }

  private static boolean matches(String glob, @Nullable String word) {
    return matches(glob, word == null ? List.of() : List.of(word));
  }

  /** An empty glob takes everything; any other takes nothing if there is no word. */
  private static boolean matches(String glob, List<String> words) {
    return glob.isEmpty()
        || (!words.isEmpty() && new Globs(List.of(glob)).matches(words.toArray(String[]::new)));
  }
}

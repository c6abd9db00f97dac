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
 * Selects the certificates that an override, a route or a silence applies to. A missing key matches
 * everything; globs as in {@link Globs}, so one that begins with {@code !} matches everything
 * except what it names. The config rejects excludes in overrides and routes.
 *
 * @param source a source's word or a glob; empty matches all
 * @param zone glob for the zone's name; empty matches all, including certificates without a zone
 * @param account glob for the account's id and name
 * @param name glob for the certificate's name
 * @param labels label names to globs
 */
public record Matcher(
    String source, String zone, String account, String name, Map<String, String> labels) {
  public static final Matcher ALL = new Matcher("", "", "", "", Map.of());

  private static final int PER_KEY = 1000;

  public Matcher {
    labels =
        Collections.unmodifiableMap(
            new TreeMap<>(labels)); // sorted, so that the text is always the same
  }

  /**
   * The conditions as text, exactly as version 0.1 wrote them: stored rules and the ids of silences
   * depend on this text.
   */
  public String fingerprint() {
    return "Match[source=%s, zone=%s, account=%s, name=%s, labels=%s]"
        .formatted(source, zone, account, name, labels);
  }

  /**
   * Whether it matches an alert about this certificate. An alert about none, or about several,
   * matches only if there is no condition.
   *
   * @param certificate null for an alert about no certificate
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

  /** Whether it matches certificates of this scope with these labels, ignoring their names. */
  boolean matches(Scope scope, Map<String, String> labels) {
    var owner = scope.account();
    var zone = scope.zone();
    return matches(source, scope.source().word())
        && matches(this.zone, zone == null ? null : zone.name())
        && matches(account, List.of(owner.id(), owner.name()))
        && matchesLabels(labels);
  }

  /**
   * Greater for more keys; with the same number of keys, greater for more of them without
   * wildcards.
   */
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

  /** An empty glob matches everything; any other matches nothing if there are no words. */
  private static boolean matches(String glob, List<String> words) {
    return glob.isEmpty()
        || (!words.isEmpty() && new Globs(List.of(glob)).matches(words.toArray(String[]::new)));
  }
}

package io.certvigil.policy;

import io.certvigil.diff.KnownCertificate;
import io.certvigil.model.Certificate;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates of one scope others make needless. Narrow, because a wrong guess is a missed
 * alert: whatever supersedes ends later itself, so that the last of any chain is always alerted.
 * Built in one walk over the scope and asked by look-ups, for scopes are large.
 */
final class Supersession {
  private static final Set<Source> BY_HOSTS =
      EnumSet.of(Source.CUSTOM_CERTIFICATES, Source.CERTIFICATE_PACKS, Source.CUSTOM_HOSTNAMES);

  private final Source source;
  private final Collection<KnownCertificate> items;

  /** By host or one-label wildcard: the latest end of an active one that has it. */
  private final Map<String, Instant> hosts = new HashMap<>();

  /** By set of hosts and moment of issue: the latest end of one issued then or later. */
  private final Map<List<String>, NavigableMap<Instant, Instant>> issues = new HashMap<>();

  private @Nullable Map<String, Instant> names;

  Supersession(Scope scope, Collection<KnownCertificate> items) {
    this.source = scope.source();
    this.items = items;
    if (BY_HOSTS.contains(source)) {
      items.forEach(this::indexHosts);
    } else if (source == Source.ORIGIN_CA) {
      items.forEach(this::indexIssue);
      issues.values().forEach(Supersession::accumulateLatestExpiry);
    }
  }

  /** Whether other active ones that end later cover every host of it. */
  boolean isCovered(Certificate certificate) {
    if (hosts.isEmpty()) {
      return false;
    }
    var mine = hosts(certificate);
    return certificate
        .notAfter()
        .filter(end -> !mine.isEmpty() && mine.stream().allMatch(host -> isCovered(host, end)))
        .isPresent();
  }

  /** The hosts that no other covers, where others cover some; else empty. */
  List<String> uncoveredHosts(Certificate certificate) {
    var end = certificate.notAfter();
    if (end.isEmpty() || hosts.isEmpty()) {
      return List.of();
    }
    var mine = hosts(certificate);
    var bare = mine.stream().filter(host -> !isCovered(host, end.get())).toList();
    return bare.size() == mine.size() ? List.of() : bare;
  }

  /** Whether one with the very same hosts was issued later and ends later. */
  boolean isReissued(Certificate certificate) {
    var end = certificate.notAfter();
    var begin = certificate.x509().notBefore();
    if (issues.isEmpty() || end.isEmpty() || begin == null) {
      return false;
    }
    var same = issues.get(hosts(certificate));
    var later = same == null ? null : same.higherEntry(begin);
    return later != null && later.getValue().isAfter(end.get());
  }

  /** Whether one of the same name ends later. Only for whom an override asks for that. */
  boolean isSupersededByName(Certificate certificate) {
    if (names == null) {
      names = new HashMap<>();
      for (var item : items) {
        if (isCandidate(item)) {
          latest(names, item.certificate().name(), item.certificate());
        }
      }
    }
    return endsBefore(certificate, names.get(certificate.name()));
  }

  private void indexHosts(KnownCertificate item) {
    if (isCandidate(item) && active(item.certificate())) {
      hosts(item.certificate()).forEach(host -> latest(hosts, host, item.certificate()));
    }
  }

  private void indexIssue(KnownCertificate item) {
    var certificate = item.certificate();
    var mine = hosts(certificate);
    var begin = certificate.x509().notBefore();
    if (isCandidate(item) && !mine.isEmpty() && begin != null) {
      certificate
          .notAfter()
          .ifPresent(
              end ->
                  issues
                      .computeIfAbsent(mine, _ -> new TreeMap<>())
                      .merge(begin, end, Supersession::later));
    }
  }

  private static void accumulateLatestExpiry(NavigableMap<Instant, Instant> ends) {
    var latest = Instant.MIN;
    for (var issue : ends.descendingMap().entrySet()) {
      latest = later(latest, issue.getValue());
      issue.setValue(latest);
    }
  }

  private boolean isCovered(String host, Instant end) {
    return isAfter(hosts.get(host), end) || isAfter(hosts.get(wildcard(host)), end);
  }

  private static String wildcard(String host) {
    var dot = host.indexOf('.');
    return dot < 0 ? host : "*" + host.substring(dot);
  }

  /** What is revoked, unused, gone or not yet active does nobody's work. */
  private static boolean isCandidate(KnownCertificate item) {
    var certificate = item.certificate();
    return !item.absent()
        && Resolution.byStatus(certificate).isEmpty()
        && (active(certificate) || certificate.status().equals(Certificate.NO_STATUS));
  }

  private static boolean active(Certificate certificate) {
    return certificate.status().equalsIgnoreCase("active");
  }

  private static List<String> hosts(Certificate certificate) {
    return certificate.x509().hosts().stream()
        .map(host -> host.strip().toLowerCase(Locale.ROOT))
        .map(host -> host.endsWith(".") ? host.substring(0, host.length() - 1) : host)
        .filter(host -> !host.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  private static void latest(Map<String, Instant> ends, String key, Certificate certificate) {
    certificate.notAfter().ifPresent(end -> ends.merge(key, end, Supersession::later));
  }

  private static boolean endsBefore(Certificate certificate, @Nullable Instant latest) {
    return certificate.notAfter().filter(end -> isAfter(latest, end)).isPresent();
  }

  private static boolean isAfter(@Nullable Instant one, Instant other) {
    return one != null && one.isAfter(other);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}

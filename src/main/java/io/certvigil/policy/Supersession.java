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
 * Finds the certificates of one scope that other certificates replace. The rules are narrow because
 * a wrong result is a missed alert: a superseding certificate always expires later, so that the
 * last one of any chain is always alerted. The index is built in one pass over the scope, because
 * scopes are large.
 */
final class Supersession {
  private static final Set<Source> BY_HOSTS =
      EnumSet.of(Source.CUSTOM_CERTIFICATES, Source.CERTIFICATE_PACKS, Source.CUSTOM_HOSTNAMES);

  private final Source source;
  private final Collection<KnownCertificate> items;

  /**
   * By host or one-label wildcard: the latest expiry of the active certificates that contain it.
   */
  private final Map<String, Instant> hosts = new HashMap<>();

  /**
   * By set of hosts and time of issue: the latest expiry of the certificates issued then or later.
   */
  private final Map<List<String>, NavigableMap<Instant, Instant>> issues = new HashMap<>();

  /** By identity provider: the latest expiry of its certificates that are valid already. */
  private final Map<String, Instant> providers = new HashMap<>();

  private @Nullable Map<String, Instant> names;

  Supersession(Scope scope, Collection<KnownCertificate> items) {
    this.source = scope.source();
    this.items = items;
    if (BY_HOSTS.contains(source)) {
      items.forEach(this::indexHosts);
    } else if (source == Source.IDENTITY_PROVIDER_CERTIFICATES) {
      items.stream()
          .filter(Supersession::isCandidate)
          .map(KnownCertificate::certificate)
          .forEach(one -> latest(providers, provider(one), one));
    } else if (source == Source.ORIGIN_CA) {
      items.forEach(this::indexIssue);
      issues.values().forEach(Supersession::accumulateLatestExpiry);
    }
  }

  private static String provider(Certificate certificate) {
    return certificate.attributes().getOrDefault(Certificate.IDENTITY_PROVIDER, "");
  }

  /**
   * Whether other active certificates that expire later cover all of its hosts, or its identity
   * provider has one that expires later.
   */
  boolean isCovered(Certificate certificate) {
    if (!providers.isEmpty()) {
      return endsBefore(certificate, providers.get(provider(certificate)));
    }
    if (hosts.isEmpty()) {
      return false;
    }
    var mine = hosts(certificate);
    return certificate
        .notAfter()
        .filter(end -> !mine.isEmpty() && mine.stream().allMatch(host -> isCovered(host, end)))
        .isPresent();
  }

  /** The hosts that no other certificate covers, if others cover some; else empty. */
  List<String> uncoveredHosts(Certificate certificate) {
    var end = certificate.notAfter();
    if (end.isEmpty() || hosts.isEmpty()) {
      return List.of();
    }
    var mine = hosts(certificate);
    var bare = mine.stream().filter(host -> !isCovered(host, end.get())).toList();
    return bare.size() == mine.size() ? List.of() : bare;
  }

  /** Whether a certificate with exactly the same hosts was issued later and expires later. */
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

  /** Whether a certificate of the same name expires later. Used only if an override enables it. */
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

  /** A certificate that is revoked, unused, absent or not yet active supersedes none. */
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

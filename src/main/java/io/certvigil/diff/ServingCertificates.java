package io.certvigil.diff;

import io.certvigil.model.Certificate;
import io.certvigil.model.Finding;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The active certificates of a zone by host: a pack that was never issued does no harm as long as
 * another certificate is served for its hosts.
 */
public final class ServingCertificates {
  public static final ServingCertificates NONE = new ServingCertificates(List.of());

  private final Map<String, Instant> ends = new HashMap<>();

  public ServingCertificates(Collection<Certificate> certificates) {
    certificates.stream()
        .filter(one -> one.status().equals("active"))
        .forEach(
            one ->
                one.notAfter()
                    .ifPresent(end -> one.x509().hosts().forEach(host -> add(host, end))));
  }

  private void add(String host, Instant end) {
    ends.merge(host.toLowerCase(Locale.ROOT), end, ServingCertificates::later);
  }

  /** The finding with the end of what is served for all its hosts, its own or others. */
  Finding appliedTo(Finding finding) {
    var others = until(finding.hosts());
    var own = finding.servingUntil();
    var end = others == null ? own : own == null ? others : later(own, others);
    return finding.servingUntil(end);
  }

  /** Null if a host has no certificate. */
  private @Nullable Instant until(List<String> hosts) {
    Instant first = null;
    for (var host : hosts) {
      var end = until(host.toLowerCase(Locale.ROOT));
      if (end == null) {
        return null;
      }
      first = first == null || end.isBefore(first) ? end : first;
    }
    return first;
  }

  private @Nullable Instant until(String host) {
    var exact = ends.get(host);
    var wildcard = ends.get("*" + host.substring(Math.max(0, host.indexOf('.'))));
    return exact == null ? wildcard : wildcard == null ? exact : later(exact, wildcard);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}

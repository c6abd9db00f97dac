package io.certvigil.store.view;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.diff.KnownCertificate;
import io.certvigil.model.Certificate;
import io.certvigil.model.Key;
import io.certvigil.model.PemCertificate;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.AlertSubject;
import io.certvigil.policy.CertificateSubject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A certificate for output: in a webhook, in {@code list --output json}, on a page. The components
 * are the JSON field names in camel case; see the contract's {@code certificate} object.
 *
 * @param daysToExpiry whole days, rounded down, negative once expired; null without a date
 * @param lifetimeDays rounded up; null if unknown
 * @param attributes always contains {@code organization}, {@code certificate_authority} and {@code
 *     in_use}, which are null if the source does not provide them
 * @param pemCertificates the certificates in its PEM if there are several, the one that the other
 *     fields describe first; otherwise null, and not in the JSON
 */
public record CertificateView(
    String key,
    String source,
    String id,
    String name,
    ResourceRef account,
    @Nullable ResourceRef zone,
    List<String> hosts,
    @Nullable String issuer,
    @Nullable String serial,
    @Nullable String fingerprintSha256,
    String status,
    @Nullable Instant notBefore,
    @Nullable Instant notAfter,
    @Nullable Long daysToExpiry,
    @Nullable Long lifetimeDays,
    boolean managed,
    Instant firstSeenAt,
    Instant lastSeenAt,
    Map<String, String> labels,
    Map<String, @Nullable Object> attributes,
    @JsonAdapter(value = OmittedWhenNull.class, nullSafe = false)
        @Nullable List<PemCertificate> pemCertificates) {

  private static final long DAY = Duration.ofDays(1).toSeconds();

  public CertificateView {
    hosts = List.copyOf(hosts);
    labels = Collections.unmodifiableMap(new TreeMap<>(labels)); // one order in every process
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** The certificate with its days to expiry at {@code now}. */
  public static CertificateView of(WatchedScope watched, KnownCertificate item, Instant now) {
    var scope = watched.scope();
    var certificate = item.certificate();
    var x509 = certificate.x509();
    return new CertificateView(
        Key.ofCertificate(scope, certificate.id()),
        scope.source().word(),
        certificate.id(),
        certificate.name(),
        scope.account(),
        scope.zone(),
        x509.hosts(),
        x509.issuer(),
        x509.serial(),
        x509.fingerprintSha256(),
        certificate.status(),
        x509.notBefore(),
        certificate.notAfter().orElse(null),
        certificate.notAfter().map(end -> daysToExpiry(end, now)).orElse(null),
        certificate.lifetime().map(CertificateView::lifetimeDays).orElse(null),
        certificate.managed(),
        item.firstSeenAt(),
        item.lastSeenAt(),
        watched.labels(),
        attributes(certificate),
        x509.pemCertificates().isEmpty() ? null : x509.pemCertificates());
  }

  /** Computed in seconds, because some dates are too far from now for nanoseconds in a long. */
  private static long daysToExpiry(Instant end, Instant now) {
    return Math.floorDiv(end.getEpochSecond() - now.getEpochSecond(), DAY);
  }

  private static long lifetimeDays(Duration lifetime) {
    return Math.ceilDiv(lifetime.toSeconds(), DAY);
  }

  private static Map<String, @Nullable Object> attributes(Certificate certificate) {
    var attributes = new LinkedHashMap<String, @Nullable Object>();
    attributes.put("organization", null);
    attributes.put("certificate_authority", null);
    attributes.putAll(certificate.attributes());
    attributes.put("in_use", certificate.inUse());
    return attributes;
  }

  /**
   * The values that silences are matched against for the alert of this certificate.
   *
   * @param alertKey the key of its alert; empty if there is none
   */
  public AlertSubject subject(String alertKey) {
    var place = zone == null ? null : zone.name();
    return new AlertSubject(
        alertKey,
        new CertificateSubject(
            key, source, List.of(account.id(), account.name()), place, name, labels));
  }
}

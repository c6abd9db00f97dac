package io.certvigil.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the certificate itself, from the list's own fields or its PEM. Each may be missing.
 *
 * @param serial lower-case hex without separators or leading zeros
 * @param fingerprintSha256 64 lower-case hex digits
 * @param hosts the host names that it covers; empty if unknown
 * @param pemCertificates the certificates in its PEM if there are several, the one that has the
 *     fields above first; otherwise empty
 */
public record X509Fields(
    @Nullable Instant notBefore,
    @Nullable String issuer,
    @Nullable String serial,
    @Nullable String fingerprintSha256,
    List<String> hosts,
    List<PemCertificate> pemCertificates) {
  public static final X509Fields UNKNOWN = new X509Fields(null, null, null, null, List.of());

  public X509Fields {
    hosts = List.copyOf(hosts);
    pemCertificates = List.copyOf(pemCertificates);
  }

  /** The fields of a certificate that is alone in its PEM, or that has none. */
  public X509Fields(
      @Nullable Instant notBefore,
      @Nullable String issuer,
      @Nullable String serial,
      @Nullable String fingerprintSha256,
      List<String> hosts) {
    this(notBefore, issuer, serial, fingerprintSha256, hosts, List.of());
  }

  public X509Fields with(List<PemCertificate> pemCertificates) {
    return new X509Fields(notBefore, issuer, serial, fingerprintSha256, hosts, pemCertificates);
  }

  /** Whether the certificate with this fingerprint is in its PEM, or is this certificate. */
  public boolean contains(String fingerprint) {
    return fingerprint.equals(fingerprintSha256)
        || pemCertificates.stream().anyMatch(one -> fingerprint.equals(one.fingerprintSha256()));
  }

  /** The start of the validity of the certificate whose expiry counts; null if unknown. */
  @Nullable Instant startOfValidity() {
    for (var one : pemCertificates) {
      if (one.decides()) {
        return one.notBefore();
      }
    }
    return notBefore;
  }
}

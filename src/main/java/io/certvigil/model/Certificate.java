package io.certvigil.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One certificate (or another item that expires) of a scope, as Cloudflare last described it.
 *
 * @param id Cloudflare's id, unique within its scope
 * @param name the name for people: the common name or name, else the first host, else the id
 * @param status Cloudflare's status, including values unknown to this program; {@code none} if it
 *     has none
 * @param inUse whether Cloudflare reports it as in use; null if it does not say
 * @param managed whether Cloudflare renews it automatically
 * @param attributes further facts that depend on the source, such as {@code organization}; may be
 *     empty
 */
public record Certificate(
    String id,
    String name,
    String status,
    @Nullable Boolean inUse,
    boolean managed,
    Expiry expiry,
    X509Fields x509,
    Map<String, String> attributes) {
  public static final String NO_STATUS = "none";

  /** The attribute of an API token that says how long ago it was used; absent if unknown. */
  public static final String LAST_USED = "last_used";

  /** The attribute of a service token that says how long ago it was used; absent if unknown. */
  public static final String LAST_SEEN = "last_seen";

  public static final String USED_IN_A_WEEK = "within 7 days";
  public static final String USED_IN_30_DAYS = "within 30 days";
  public static final String UNUSED_FOR_30_DAYS = "not within 30 days";

  /** The attribute of a certificate of an identity provider with the id of that provider. */
  public static final String IDENTITY_PROVIDER = "identity_provider";

  /**
   * The attribute of a certificate that another one has followed already, with what must get the
   * new one before this one expires. An acknowledgement says that it has it.
   */
  public static final String HAND_OVER = "hand_over";

  /** The attribute of an API token that names the credential of this daemon that it is. */
  public static final String CREDENTIAL = "credential";

  private static final Set<String> NOT_ISSUED =
      Set.of(
          "initializing",
          "pending_validation",
          "registration_pending",
          "pending_issuance",
          "initializing_timed_out",
          "validation_timed_out",
          "issuance_timed_out");

  public Certificate {
    if (id.isBlank()) {
      throw new IllegalArgumentException("certificate id: must not be blank");
    }
    name = name.isBlank() ? id : name;
    status = status.isBlank() ? NO_STATUS : status;
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  /** The last known expiry; empty if it never expires or if no expiry was ever readable. */
  public Optional<Instant> notAfter() {
    return expiry.at();
  }

  /**
   * From not-before to not-after of the certificate whose expiry counts; empty if one of them is
   * unknown.
   */
  public Optional<Duration> lifetime() {
    var notBefore = x509.startOfValidity();
    return notBefore == null
        ? Optional.empty()
        : notAfter().map(end -> Duration.between(notBefore, end)).filter(Duration::isPositive);
  }

  /**
   * Whether a certificate with this status of Cloudflare may not have been issued yet, so that it
   * has no expiry.
   */
  public static boolean notIssued(String status) {
    return NOT_ISSUED.contains(status);
  }

  public Certificate with(Map<String, String> attributes) {
    return new Certificate(id, name, status, inUse, managed, expiry, x509, attributes);
  }

  /** With the certificates of its PEM. */
  public Certificate with(List<PemCertificate> pemCertificates) {
    return pemCertificates.isEmpty()
        ? this
        : new Certificate(
            id, name, status, inUse, managed, expiry, x509.with(pemCertificates), attributes);
  }

  public Certificate with(Expiry expiry) {
    return new Certificate(id, name, status, inUse, managed, expiry, x509, attributes);
  }
}

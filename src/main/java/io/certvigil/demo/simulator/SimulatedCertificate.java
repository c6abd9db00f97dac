package io.certvigil.demo.simulator;

import io.certvigil.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of the simulated Cloudflare.
 *
 * @param ownerId the zone or the account that it belongs to
 * @param name its common name, its name or its organisation, by source
 * @param notAfter the real expiry, also if {@link Oddity} makes it unreadable
 * @param status the initial status; see {@link #statusAt}
 * @param settlesAt when a pending status becomes final; null if the status does not change
 * @param hosts the names it covers; may be empty
 * @param inUse only for {@code gateway_certificates}; for tokens whether it was used lately
 * @param managed issued by Cloudflare, which also renews it in packs and custom hostnames
 */
public record SimulatedCertificate(
    Source source,
    String ownerId,
    String id,
    String name,
    Instant notBefore,
    Instant notAfter,
    String status,
    @Nullable Instant settlesAt,
    List<String> hosts,
    boolean inUse,
    boolean managed,
    Oddity oddity) {
  public static final String ACTIVE = "active";
  public static final String PENDING_REVOCATION = "pending_revocation";
  public static final String PENDING_REACTIVATION = "pending_reactivation";
  public static final String REVOKED = "revoked";
  public static final String INACTIVE = "inactive";
  public static final String DISABLED = "disabled";

  /** The expiry of a service token that never expires. */
  public static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

  /** A deviation in how a certificate is served. */
  public enum Oddity {
    NONE,
    /** Its PEM is truncated, as in Cloudflare's documentation. */
    DOCUMENTATION_PEM,
    /** Neither its PEM nor its date can be read. */
    UNREADABLE_DATE,
    /** Backslash and n in its PEM instead of line ends, as in the gateway documentation. */
    LITERAL_NEWLINES,
    /** Its date is in PostgreSQL's format; for {@code custom_certificates}. */
    POSTGRES_DATE,
    /** Not issued yet: a pack without certificates, or a custom hostname without any date. */
    NOT_ISSUED,
    /** A custom hostname that has no TLS at all, or a gateway policy that never stops. */
    WITHOUT_TLS
  }

  public SimulatedCertificate {
    hosts = List.copyOf(hosts);
  }

  /** An active certificate without oddities; with a validity in whole seconds. */
  public static SimulatedCertificate of(
      Source source, String ownerId, String id, String name, Instant notBefore, Instant notAfter) {
    return new SimulatedCertificate(
        source,
        ownerId,
        id,
        name,
        notBefore,
        notAfter,
        source == Source.GATEWAY_CERTIFICATES ? "available" : ACTIVE,
        null,
        List.of(),
        true,
        false,
        Oddity.NONE);
  }

  /** The hosts in responses: its hosts, or its name if it has none. */
  List<String> servedHosts() {
    return hosts.isEmpty() ? List.of(name) : hosts;
  }

  /** The type in the lists that have this field. */
  String type() {
    return managed ? "gateway_managed" : "custom";
  }

  Duration lifetime() {
    return Duration.between(notBefore, notAfter);
  }

  /** Whether its list contains it as a certificate. */
  boolean isListed() {
    return switch (oddity) {
      case NONE, DOCUMENTATION_PEM, UNREADABLE_DATE, LITERAL_NEWLINES, POSTGRES_DATE -> true;
      case NOT_ISSUED -> source != Source.CERTIFICATE_PACKS;
      case WITHOUT_TLS -> false;
    };
  }

  /** Whether it has an expiry that can be read. */
  boolean hasReadableExpiry() {
    return oddity != Oddity.UNREADABLE_DATE
        && oddity != Oddity.NOT_ISSUED
        && !notAfter.equals(NEVER);
  }

  /** The status at this time: a pending status becomes final at {@link #settlesAt}. */
  public String statusAt(Instant now) {
    boolean mayExpire = source == Source.API_TOKENS || source == Source.GATEWAY_RULES;
    if (mayExpire && status.equals(ACTIVE) && !now.isBefore(notAfter)) {
      return "expired";
    }
    if (settlesAt == null || now.isBefore(settlesAt)) {
      return status;
    }
    return switch (status) {
      case PENDING_REVOCATION -> REVOKED;
      case PENDING_REACTIVATION -> ACTIVE;
      default -> status;
    };
  }

  public SimulatedCertificate withStatus(String status, @Nullable Instant settlesAt) {
    return new SimulatedCertificate(
        source, ownerId, id, name, notBefore, notAfter, status, settlesAt, hosts, inUse, managed,
        oddity);
  }

  public SimulatedCertificate withValidity(Instant notBefore, Instant notAfter) {
    return new SimulatedCertificate(
        source, ownerId, id, name, notBefore, notAfter, status, settlesAt, hosts, inUse, managed,
        oddity);
  }

  public SimulatedCertificate withHosts(List<String> hosts) {
    return new SimulatedCertificate(
        source, ownerId, id, name, notBefore, notAfter, status, settlesAt, hosts, inUse, managed,
        oddity);
  }

  public SimulatedCertificate withUse(boolean inUse, boolean managed) {
    return new SimulatedCertificate(
        source, ownerId, id, name, notBefore, notAfter, status, settlesAt, hosts, inUse, managed,
        oddity);
  }

  public SimulatedCertificate withOddity(Oddity oddity) {
    return new SimulatedCertificate(
        source, ownerId, id, name, notBefore, notAfter, status, settlesAt, hosts, inUse, managed,
        oddity);
  }
}

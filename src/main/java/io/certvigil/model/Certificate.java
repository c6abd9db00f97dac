package io.certvigil.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One certificate (or another thing that expires) of a scope, as Cloudflare last described it.
 *
 * @param id Cloudflare's id, unique within its scope
 * @param name what a person calls it: its common name or name, else its first host, else the id
 * @param status Cloudflare's own word, also one that we do not know; {@code none} where it has none
 * @param inUse whether Cloudflare says that it is in use; null where it does not say
 * @param managed whether Cloudflare renews it by itself
 * @param attributes further facts by source, such as {@code organization}; may be empty
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

  private static final Set<String> NOT_ISSUED =
      Set.of(
          "initializing",
          "pending_validation",
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

  /** The last known end; empty where there is none by design or none was ever readable. */
  public Optional<Instant> notAfter() {
    return expiry.at();
  }

  /** From not-before to not-after; empty where one of them is unknown. */
  public Optional<Duration> lifetime() {
    var notBefore = x509.notBefore();
    return notBefore == null
        ? Optional.empty()
        : notAfter().map(end -> Duration.between(notBefore, end)).filter(Duration::isPositive);
  }

  /** Whether this word of Cloudflare says that none may have been issued yet, and so none ends. */
  public static boolean notIssued(String status) {
    return NOT_ISSUED.contains(status);
  }

  public Certificate with(Expiry expiry) {
    return new Certificate(id, name, status, inUse, managed, expiry, x509, attributes);
  }
}

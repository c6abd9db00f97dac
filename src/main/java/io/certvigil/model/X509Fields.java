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
 */
public record X509Fields(
    @Nullable Instant notBefore,
    @Nullable String issuer,
    @Nullable String serial,
    @Nullable String fingerprintSha256,
    List<String> hosts) {
  public static final X509Fields UNKNOWN = new X509Fields(null, null, null, null, List.of());

  public X509Fields {
    hosts = List.copyOf(hosts);
  }
}

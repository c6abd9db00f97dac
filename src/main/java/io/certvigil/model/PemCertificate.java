package io.certvigil.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One of several certificates in the PEM of a list item.
 *
 * @param name the common name of its subject, else the whole subject; may be empty
 * @param serial empty if it is longer than any that is allowed
 * @param decides whether its expiry is the expiry of the item. For no certificate this is true if
 *     Cloudflare gives an earlier date than all of them.
 */
public record PemCertificate(
    String name,
    @Nullable String issuer,
    String serial,
    String fingerprintSha256,
    Instant notBefore,
    Instant notAfter,
    boolean decides) {
  public PemCertificate deciding(boolean decides) {
    return new PemCertificate(
        name, issuer, serial, fingerprintSha256, notBefore, notAfter, decides);
  }
}

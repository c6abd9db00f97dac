package io.certvigil.demo;

import io.certvigil.model.Source;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a reader must find for one certificate.
 *
 * @param ownerId the zone or the account below which it is listed
 * @param notAfter null where neither its date nor its PEM can be read, or where it never ends
 * @param status Cloudflare's word; {@code none} for lists that have none
 */
public record ExpectedCertificate(
    Source source,
    String ownerId,
    String certificateId,
    String name,
    @Nullable Instant notAfter,
    String status) {}

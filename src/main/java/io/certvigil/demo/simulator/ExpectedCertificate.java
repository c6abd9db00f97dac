package io.certvigil.demo.simulator;

import io.certvigil.model.Source;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The values that a client must read for one certificate.
 *
 * @param ownerId the zone or the account below which it is listed
 * @param notAfter null if neither its date nor its PEM can be read, or if it never expires
 * @param status Cloudflare's status; {@code none} for lists without a status
 */
public record ExpectedCertificate(
    Source source,
    String ownerId,
    String certificateId,
    String name,
    @Nullable Instant notAfter,
    String status) {}

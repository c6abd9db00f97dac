package io.certvigil.cloudflare.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one credential stands with Cloudflare's limits.
 *
 * @param name as in the config
 * @param pausedUntil when it may be used again after a 429; null where it may be used now
 * @param remaining requests left in the present window as last told; null before it was told
 */
public record CredentialState(
    String name, @Nullable Instant pausedUntil, @Nullable Integer remaining) {}

package io.certvigil.cloudflare.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rate limit state of one credential.
 *
 * @param name as in the config
 * @param pausedUntil when it may be used again after a 429; null if it may be used now
 * @param remaining requests left in the current window as last reported; null before the first
 *     report
 */
public record CredentialRateLimit(
    String name, @Nullable Instant pausedUntil, @Nullable Integer remaining) {}

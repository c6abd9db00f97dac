package io.certvigil.cloudflare.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * {@code cloudflare} of the config.
 *
 * @param baseUrl without a slash at its end
 * @param timeout of one whole request, connecting and reading included
 * @param requestsPer5m the budget of each credential
 * @param credentials by name, in the order of the config
 */
public record CloudflareSettings(
    URI baseUrl, Duration timeout, int requestsPer5m, Map<String, Credential> credentials) {}

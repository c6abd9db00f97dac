package io.certvigil.cloudflare.http;

import io.certvigil.net.OutboundSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * The section {@code cloudflare} of the config.
 *
 * @param baseUrl without a trailing slash
 * @param timeout of one complete request, including connecting and reading
 * @param requestsPer5m the request budget of each credential
 * @param credentials by name, in the order of the config
 * @param outbound how the connections are made
 */
public record CloudflareSettings(
    URI baseUrl,
    Duration timeout,
    int requestsPer5m,
    Map<String, Credential> credentials,
    OutboundSettings outbound) {

  /** With direct connections. */
  public CloudflareSettings(
      URI baseUrl, Duration timeout, int requestsPer5m, Map<String, Credential> credentials) {
    this(baseUrl, timeout, requestsPer5m, credentials, OutboundSettings.DIRECT);
  }
}

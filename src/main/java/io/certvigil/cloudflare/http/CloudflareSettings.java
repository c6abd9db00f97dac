package io.certvigil.cloudflare.http;

import io.certvigil.net.OutboundSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The section {@code cloudflare} of the config.
 *
 * @param baseUrl without a trailing slash
 * @param timeout of one complete request, including connecting and reading
 * @param requestsPer5m the request budget of each credential
 * @param credentials by name, in the order of the config
 * @param commandOnly names of those that no sweep uses ({@code watch: false})
 * @param outbound how the connections are made
 */
public record CloudflareSettings(
    URI baseUrl,
    Duration timeout,
    int requestsPer5m,
    Map<String, Credential> credentials,
    Set<String> commandOnly,
    OutboundSettings outbound) {
  public CloudflareSettings {
    commandOnly = Set.copyOf(commandOnly);
  }

  /** The names of the credentials that sweeps may use, in the order of the config. */
  public Set<String> watching() {
    var names = new LinkedHashSet<>(credentials.keySet());
    names.removeAll(commandOnly);
    return Collections.unmodifiableSet(names);
  }

  /** With direct connections; sweeps may use every credential. */
  public CloudflareSettings(
      URI baseUrl, Duration timeout, int requestsPer5m, Map<String, Credential> credentials) {
    this(baseUrl, timeout, requestsPer5m, credentials, OutboundSettings.DIRECT);
  }

  /** Sweeps may use every credential. */
  public CloudflareSettings(
      URI baseUrl,
      Duration timeout,
      int requestsPer5m,
      Map<String, Credential> credentials,
      OutboundSettings outbound) {
    this(baseUrl, timeout, requestsPer5m, credentials, Set.of(), outbound);
  }
}

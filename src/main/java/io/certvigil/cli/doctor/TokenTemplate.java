package io.certvigil.cli.doctor;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The page of Cloudflare's dashboard that creates a token with preset permissions, and the
 * permissions for which Cloudflare documents no key, so that they must be added by hand.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/fundamentals/api/how-to/account-owned-token-template/">Token
 *     templates</a>
 */
final class TokenTemplate {
  /** Cloudflare's names of the permissions that the template presets, and their keys. */
  static final Map<String, String> PRESET =
      Map.of(
          "Zone: Zone", "zone",
          "Zone: SSL and Certificates", "ssl_and_certificates",
          "Zero Trust", "teams",
          "Account API Tokens", "account_api_tokens");

  static final List<String> BY_HAND =
      List.of(
          "Account: SSL and Certificates",
          "Access: Mutual TLS Certificates",
          "Access: Service Tokens",
          "Access: Organizations, Identity Providers, and Groups",
          "API Tokens",
          "Registrar");

  private TokenTemplate() {}

  static String url() {
    var keys =
        new TreeMap<>(PRESET)
            .values().stream()
                .map("{\"key\":\"%s\",\"type\":\"read\"}"::formatted)
                .collect(Collectors.joining(",", "[", "]"));
    return "https://dash.cloudflare.com/profile/api-tokens?permissionGroupKeys="
        + URLEncoder.encode(keys, StandardCharsets.UTF_8)
        + "&accountId=*&zoneId=all&name=Certvigil";
  }

  static Check check() {
    return Check.ok(
        "new token",
        "%s presets %s; add by hand: %s (all Read)"
            .formatted(
                url(),
                PRESET.keySet().stream().sorted().collect(Collectors.joining(", ")),
                String.join(", ", BY_HAND)));
  }
}

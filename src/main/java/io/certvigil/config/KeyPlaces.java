package io.certvigil.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where a key belongs that stands at the wrong level; keys of more than two places are left out.
 */
final class KeyPlaces {
  private static final int MOST_PLACES = 2;
  private static final String TOP = "the top level";

  /** Each place with its keys. */
  static final Map<String, List<String>> KEYS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  TOP,
                  List.of(
                      "installation",
                      "cloudflare",
                      "watch",
                      "store",
                      "expiry",
                      "channels",
                      "routes",
                      "digests",
                      "web",
                      "metrics",
                      "heartbeat",
                      "log")),
              Map.entry(
                  "cloudflare", List.of("base_url", "timeout", "requests_per_5m", "credentials")),
              Map.entry(
                  "cloudflare.credentials.NAME",
                  List.of(
                      "api_token",
                      "api_token_file",
                      "api_email",
                      "api_key",
                      "api_key_file",
                      "watch")),
              Map.entry(
                  "an entry of watch",
                  List.of("credential", "accounts", "zones", "sources", "labels")),
              Map.entry("store", List.of("retention")),
              Map.entry("store.retention", List.of("history", "attempts")),
              Map.entry("expiry", List.of("rungs", "overrides")),
              Map.entry("an entry of expiry.overrides", List.of("superseded_by", "mute")),
              Map.entry(
                  "channels.NAME", List.of("type", "min_severity", "routing_key_file", "formerly")),
              Map.entry(
                  "channels.NAME.smtp",
                  List.of("host", "port", "helo", "auth", "username", "password_file")),
              Map.entry("an entry of routes", List.of("continue")),
              Map.entry("an entry of digests", List.of("within", "by")),
              Map.entry(
                  "web", List.of("listen", "tls", "basic_auth_users", "external_url", "insecure")),
              Map.entry("web.tls", List.of("cert_file", "key_file", "client_ca_file")),
              Map.entry("metrics", List.of("certificates", "horizon", "max_series", "days")),
              Map.entry("log", List.of("format", "level"))));

  private KeyPlaces() {}

  /** {@code (belongs to x)} with a leading blank, or an empty text. */
  static String suggest(String key) {
    var places =
        KEYS.entrySet().stream()
            .filter(place -> place.getValue().contains(key))
            .map(Map.Entry::getKey)
            .toList();
    return places.isEmpty() || places.size() > MOST_PLACES
        ? ""
        : places.stream().collect(Collectors.joining(" or ", " (belongs to ", ")"));
  }
}

package io.certvigil.cloudflare.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Removes the secrets of all credentials from text that a remote may have echoed. */
final class Scrubber {
  private static final Pattern BEARER = Pattern.compile("(?i)(bearer\\s+)[^\\s\"',;)]+");
  private static final int SHORTEST_SECRET = 4;

  private final List<String> secrets;

  Scrubber(Collection<Credential> credentials) {
    secrets =
        credentials.stream()
            .flatMap(Scrubber::parts)
            .filter(part -> part.length() >= SHORTEST_SECRET)
            .flatMap(part -> Stream.of(part, URLEncoder.encode(part, StandardCharsets.UTF_8)))
            .distinct()
            .toList();
  }

  private static Stream<String> parts(Credential credential) {
    return switch (credential) {
      case Credential.Token(var token) -> Stream.of(token.reveal());
      case Credential.ApiKey(var email, var key) -> Stream.of(key.reveal(), email);
    };
  }

  /** This text with {@code ***} in place of each secret. */
  String scrub(String text) {
    var clean = BEARER.matcher(text).replaceAll("$1***");
    for (var secret : secrets) {
      clean = clean.replace(secret, "***");
    }
    return clean;
  }
}

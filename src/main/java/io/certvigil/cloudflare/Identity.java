package io.certvigil.cloudflare;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.HttpMessage;

/** Puts a credential into a request, and takes it out of every text that goes elsewhere. */
final class Identity implements Faults.Sight {
  private static final Pattern BEARER = Pattern.compile("(?i)(bearer\\s+)[^\\s\"',;)]+");
  private static final int SHORTEST_SECRET = 4;

  private final Credential credential;
  private final List<String> secrets;

  Identity(Credential credential) {
    this.credential = credential;
    secrets =
        switch (credential) {
          case Credential.Token(var token) -> List.of(token.reveal());
          case Credential.ApiKey(var email, var key) -> List.of(key.reveal(), email);
        };
  }

  void sign(HttpMessage request) {
    switch (credential) {
      case Credential.Token(var token) ->
          request.setHeader("Authorization", "Bearer " + token.reveal());
      case Credential.ApiKey(var email, var key) -> {
        request.setHeader("X-Auth-Email", email);
        request.setHeader("X-Auth-Key", key.reveal());
      }
    }
  }

  @Override
  public String scrub(String text) {
    var clean = BEARER.matcher(text).replaceAll("$1***");
    for (var secret : secrets) {
      if (secret.length() >= SHORTEST_SECRET) {
        clean = clean.replace(secret, "***").replace(encoded(secret), "***");
      }
    }
    return clean;
  }

  private static String encoded(String secret) {
    return URLEncoder.encode(secret, StandardCharsets.UTF_8);
  }
}

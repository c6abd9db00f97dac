package io.certvigil.config;

import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.Credential;
import io.certvigil.model.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code cloudflare} of the config. */
final class CloudflareSection {
  static final String TOKEN = "CLOUDFLARE_API_TOKEN";
  static final String ONLY = "main";
  private static final URI API = URI.create("https://api.cloudflare.com/client/v4");
  private static final int CLOUDFLARE_ALLOWS = 1200;

  private final Sources from;
  private final Secrets secrets;

  CloudflareSection(Sources from, Secrets secrets) {
    this.from = from;
    this.secrets = secrets;
  }

  CloudflareSettings read(Block block) {
    var base = block.get("base_url", API, CloudflareSection::base);
    var shortest = Duration.ofSeconds(1);
    var longest = Duration.ofMinutes(10);
    var timeout =
        block.get("timeout", Duration.ofSeconds(30), value -> value.duration(shortest, longest));
    // Never above 200 a second, whatever is asked for.
    int requests = block.get("requests_per_5m", 600, value -> value.number(1, 60_000));
    if (requests > CLOUDFLARE_ALLOWS) {
      block.odd("requests_per_5m", "Cloudflare allows 1200 unless it raised the limit for you");
    }
    var credentials = credentials(block);
    block.done();
    return new CloudflareSettings(base, timeout, requests, credentials);
  }

  private static URI base(Value value) {
    var uri = value.address();
    if (!uri.getScheme().equalsIgnoreCase("https") && !Loopback.is(uri.getHost())) {
      throw value.wrong("must be https: plain http would show the token to everybody on the way");
    }
    return uri;
  }

  private Map<String, Credential> credentials(Block block) {
    var named = block.block("credentials");
    if (named.names().isEmpty()) {
      boolean broken = block.section("credentials", false, value -> !value.isBlock());
      return broken ? nothing() : fromEnvironment(block);
    }
    var credentials = new LinkedHashMap<String, Credential>();
    for (var name : named.names()) {
      Names.check(named, name);
      var credential = named.get(name, null, value -> credential(value.block()));
      // A broken one keeps its place, so that those who name it are not blamed too.
      credentials.put(name, credential == null ? new Credential.Token(new Secret("")) : credential);
    }
    return credentials;
  }

  private @Nullable Credential credential(Block block) {
    boolean token = block.hasAny("api_token", "api_token_file");
    boolean key = block.hasAny("api_key", "api_key_file", "api_email");
    if (token && key) {
      block.done();
      throw block.place("holds both: give api_token, or api_email with api_key");
    }
    if (!token && !key) {
      block.done();
      throw block.place("is missing a secret: give api_token or api_token_file");
    }
    var credential = token ? token(block) : apiKey(block);
    block.done();
    return credential;
  }

  private @Nullable Credential token(Block block) {
    var token = secrets.one(block, "api_token", Secrets::checkToken);
    return token == null ? null : new Credential.Token(token);
  }

  private @Nullable Credential apiKey(Block block) {
    var key = secrets.one(block, "api_key", Secrets::checkToken);
    block.require("api_email", "is missing: an api_key goes with the e-mail of its user");
    var email = block.get("api_email", "", CloudflareSection::email);
    return key == null ? null : new Credential.ApiKey(email, key);
  }

  private static String email(Value value) {
    var text = value.text();
    if (!text.matches("[!-?A-~]+@[!-?A-~]+")) {
      throw value.wrong("must be an e-mail address" + value.was());
    }
    return text;
  }

  private Map<String, Credential> fromEnvironment(Block block) {
    var token = from.environment().get(TOKEN);
    if (!secrets.resolved()) {
      return nothing();
    }
    var wrong = wrong(token);
    if (wrong != null) {
      var places = "; set it, or give cloudflare.credentials in ";
      block.wrong(block.nowhere(TOKEN, wrong + places + from.found().orElse(from.usualFile())));
    }
    return Map.of(ONLY, new Credential.Token(new Secret(token == null ? "" : token)));
  }

  private static Map<String, Credential> nothing() {
    return Map.of(ONLY, new Credential.Token(new Secret("")));
  }

  private static @Nullable String wrong(@Nullable String token) {
    if (token == null || token.isBlank()) {
      return "is " + (token == null ? "not set" : "empty") + " in the environment";
    }
    boolean word = token.chars().allMatch(c -> c > ' ' && c < 127);
    return word ? null : "is in the environment, but is not one word of printable ASCII characters";
  }
}

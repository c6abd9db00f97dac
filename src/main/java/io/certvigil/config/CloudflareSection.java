package io.certvigil.config;

import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.Credential;
import io.certvigil.model.Secret;
import io.certvigil.net.RemoteEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code cloudflare} of the config. */
final class CloudflareSection {
  static final String TOKEN_VARIABLE = "CLOUDFLARE_API_TOKEN";
  static final String DEFAULT_CREDENTIAL = "main";
  private static final URI API = URI.create("https://api.cloudflare.com/client/v4");
  private static final int CLOUDFLARE_LIMIT = 1200;

  private final ConfigInput input;
  private final SecretReader secrets;
  private final Set<String> commandOnly = new LinkedHashSet<>();
  private final OutboundSection outbound;

  CloudflareSection(ConfigInput from, SecretReader secrets, OutboundSection outbound) {
    this.outbound = outbound;
    this.input = from;
    this.secrets = secrets;
  }

  CloudflareSettings read(ConfigMapping block) {
    var base = block.get("base_url", API, CloudflareSection::baseUrl);
    var shortest = Duration.ofSeconds(1);
    var longest = Duration.ofMinutes(10);
    var timeout =
        block.get("timeout", Duration.ofSeconds(30), value -> value.duration(shortest, longest));
    // At most 200 per second, whatever is configured.
    int requests = block.get("requests_per_5m", 600, value -> value.number(1, 60_000));
    if (requests > CLOUDFLARE_LIMIT) {
      block.addWarning(
          "requests_per_5m", "Cloudflare allows 1200 unless it raised the limit for you");
    }
    var credentials = credentials(block);
    var connections = outbound.read(block);
    block.rejectUnknownKeys();
    return new CloudflareSettings(base, timeout, requests, credentials, commandOnly, connections);
  }

  private static URI baseUrl(ConfigValue value) {
    var uri = value.address();
    if (!uri.getScheme().equalsIgnoreCase("https")
        && !Loopback.isLoopback(RemoteEndpoint.of(uri).host())) {
      throw value.problem("must be https: plain http would send the token unencrypted");
    }
    return uri;
  }

  private Map<String, Credential> credentials(ConfigMapping block) {
    var named = block.mapping("credentials");
    if (named.keys().isEmpty()) {
      boolean broken = block.section("credentials", false, value -> !value.isMapping());
      return broken ? emptyCredentials() : fromEnvironment(block);
    }
    var credentials = new LinkedHashMap<String, Credential>();
    for (var name : named.keys()) {
      NameRules.check(named, name);
      var credential = named.get(name, null, value -> credential(name, value.mapping()));
      // An invalid credential keeps its name, so that references to it are not reported as well.
      credentials.put(name, credential == null ? new Credential.Token(new Secret("")) : credential);
    }
    if (commandOnly.containsAll(credentials.keySet())) {
      block.addProblem("credentials", "have watch: false, each: one must be left to watch with");
    }
    return credentials;
  }

  private @Nullable Credential credential(String name, ConfigMapping block) {
    if (!block.get("watch", true, ConfigValue::bool)) {
      commandOnly.add(name);
    }
    boolean token = block.hasAny("api_token", "api_token_file");
    boolean key = block.hasAny("api_key", "api_key_file", "api_email");
    if (token && key) {
      block.rejectUnknownKeys();
      throw block.problem("has both: give api_token, or api_email with api_key");
    }
    if (!token && !key) {
      block.rejectUnknownKeys();
      throw block.problem("is missing a secret: give api_token or api_token_file");
    }
    if (commandOnly.contains(name) && input.directory("CREDENTIALS_DIRECTORY").isPresent()) {
      block.rejectUnknownKeys();
      return null; // the service never uses it, so it need not hold the secret
    }
    var credential = token ? token(block) : apiKey(block);
    block.rejectUnknownKeys();
    return credential;
  }

  private @Nullable Credential token(ConfigMapping block) {
    var token = secrets.readOne(block, "api_token", SecretReader::checkToken);
    return token == null ? null : new Credential.Token(token);
  }

  private @Nullable Credential apiKey(ConfigMapping block) {
    var key = secrets.readOne(block, "api_key", SecretReader::checkToken);
    block.require("api_email", "is missing: an api_key requires the e-mail address of its user");
    var email = block.get("api_email", "", CloudflareSection::email);
    if (key == null) {
      return null;
    }
    input.scrubber().addLogin(email, key);
    return new Credential.ApiKey(email, key);
  }

  private static String email(ConfigValue value) {
    var text = value.text();
    if (!text.matches("[!-?A-~]+@[!-?A-~]+")) {
      throw value.problem("must be an e-mail address" + value.was());
    }
    return text;
  }

  private Map<String, Credential> fromEnvironment(ConfigMapping block) {
    var token = input.environment().get(TOKEN_VARIABLE);
    if (!secrets.resolves()) {
      return emptyCredentials();
    }
    var wrong = tokenProblem(token);
    if (wrong != null) {
      var places = "; set it, or give cloudflare.credentials in ";
      block.addProblem(
          block.problemOutsideFile(
              TOKEN_VARIABLE, wrong + places + input.configFile().orElse(input.defaultFile())));
    }
    var secret = new Secret(token == null ? "" : token);
    input.scrubber().add(secret);
    return Map.of(DEFAULT_CREDENTIAL, new Credential.Token(secret));
  }

  private static Map<String, Credential> emptyCredentials() {
    return Map.of(DEFAULT_CREDENTIAL, new Credential.Token(new Secret("")));
  }

  private static @Nullable String tokenProblem(@Nullable String token) {
    if (token == null || token.isBlank()) {
      return "is " + (token == null ? "not set" : "empty") + " in the environment";
    }
    boolean word = token.chars().allMatch(c -> c > ' ' && c < 127);
    return word ? null : "is in the environment but is not one word of printable ASCII characters";
  }
}

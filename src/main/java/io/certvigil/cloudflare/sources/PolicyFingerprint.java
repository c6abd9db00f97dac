package io.certvigil.cloudflare.sources;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import io.certvigil.cloudflare.fields.MalformedAnswerException;
import io.certvigil.cloudflare.fields.PemCache;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The fingerprint of the policies of a token: the same if they allow the same, whatever their order
 * and the names of their permissions.
 */
final class PolicyFingerprint {
  private static final Set<String> WITHOUT_EFFECT = Set.of("name", "meta");

  private PolicyFingerprint() {}

  /** Reads the details of a token. */
  static String read(JsonReader in, PemCache none) {
    var token = JsonParser.parseReader(in);
    var policies = token.isJsonObject() ? token.getAsJsonObject().get("policies") : null;
    if (policies == null || !policies.isJsonArray() || policies.getAsJsonArray().isEmpty()) {
      throw new MalformedAnswerException("a token without policies");
    }
    for (var policy : policies.getAsJsonArray()) {
      if (policy.isJsonObject()) {
        policy.getAsJsonObject().remove("id"); // a policy that is saved again may get another one
      }
    }
    return sha256(canonical(policies));
  }

  private static String canonical(JsonElement json) {
    if (json.isJsonArray()) {
      return StreamSupport.stream(json.getAsJsonArray().spliterator(), false)
          .map(PolicyFingerprint::canonical)
          .sorted()
          .collect(Collectors.joining(",", "[", "]"));
    }
    if (json.isJsonObject()) {
      return json.getAsJsonObject().entrySet().stream()
          .filter(field -> !WITHOUT_EFFECT.contains(field.getKey()))
          .map(field -> field.getKey() + ":" + canonical(field.getValue()))
          .sorted()
          .collect(Collectors.joining(",", "{", "}"));
    }
    return json.toString();
  }

  private static String sha256(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package io.certvigil.demo.simulator;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;

/** Builds the JSON of API tokens, of accounts and of the user. */
final class ApiTokenJson {
  /** How long ago a token was used that is not in use. */
  static final Duration UNUSED = Duration.ofDays(90);

  private static final String POLICIES =
      """
      [{"id": "f267e341f3dd4697bd3b9f71dd96247f", "effect": "allow",
        "permission_groups": [{"id": "c8fed203ed3043cba015a93ad1616f1f", "name": "Zone Read"}],
        "resources": {"com.cloudflare.api.account.zone.*": "*"}}]
      """;

  private ApiTokenJson() {}

  /**
   * A token. One that is in use was used a moment ago, at every request.
   *
   * @see <a
   *     href="https://developers.cloudflare.com/api/resources/accounts/subresources/tokens/methods/list/">List
   *     tokens</a>
   */
  static JsonObject json(SimulatedCertificate token, Instant now) {
    var json = new JsonObject();
    json.addProperty("id", token.id());
    json.addProperty("name", token.name());
    json.addProperty("status", token.statusAt(now));
    json.addProperty("issued_on", ApiJson.seconds(token.notBefore()));
    json.addProperty("modified_on", ApiJson.seconds(token.notBefore()));
    json.addProperty("last_used_on", ApiJson.seconds(token.inUse() ? now : now.minus(UNUSED)));
    if (!token.notAfter().equals(SimulatedCertificate.NEVER)) {
      json.addProperty("expires_on", ApiJson.expiresOn(token, ApiJson::seconds));
    }
    json.add("policies", JsonParser.parseString(POLICIES));
    json.add("condition", condition());
    return json;
  }

  private static JsonObject condition() {
    var addresses = new JsonArray();
    addresses.add("192.0.2.0/24");
    var in = new JsonObject();
    in.add("in", addresses);
    var condition = new JsonObject();
    condition.add("request_ip", in);
    return condition;
  }
}

package io.certvigil.demo.simulator;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The responses to the verification of a token. A token of a user is only known at the path of the
 * user, a token of an account only at the path of its account.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/">Verify
 *     token</a>
 */
final class TokenVerification {
  static final String ID = "ed17574386854bf78a67040be0a770b0";

  private TokenVerification() {}

  /** The response at the path of this account; at the path of the user if it is null. */
  static ApiResponse of(Optional<ApiToken> token, @Nullable String accountId, Instant now) {
    return token
        .filter(one -> Objects.equals(one.accountId(), accountId))
        .map(one -> known(one, now))
        .orElseGet(TokenVerification::unknown);
  }

  /** The details at the path of this account; at the path of the user if it is null. */
  static ApiResponse details(
      Optional<ApiToken> token, @Nullable String accountId, String id, Instant now) {
    var known = token.filter(one -> Objects.equals(one.accountId(), accountId));
    if (known.isEmpty() || known.get().policies() == null || !id.equals(ID)) {
      return ApiResponse.error(
          ApiResponse.FORBIDDEN, 9109, "Unauthorized to access requested resource");
    }
    var result = new JsonObject();
    result.addProperty("id", ID);
    result.addProperty("name", "Certvigil");
    result.addProperty("status", known.get().statusAt(now));
    result.add("policies", JsonParser.parseString(known.get().policies()));
    return ApiResponse.of(result);
  }

  static ApiResponse unknown() {
    return ApiResponse.error(ApiResponse.UNAUTHORIZED, 1000, "Invalid API Token");
  }

  private static ApiResponse known(ApiToken token, Instant now) {
    var status = token.statusAt(now);
    var result = new JsonObject();
    result.addProperty("id", ID);
    result.addProperty("status", status);
    if (token.expiresOn() != null) {
      result.addProperty("expires_on", ApiJson.seconds(token.expiresOn()));
    }
    var body = ApiResponse.envelope(result);
    if (status.equals(ApiToken.ACTIVE)) {
      var messages = new JsonArray();
      messages.add(ApiResponse.error(10000, "This API Token is valid and active"));
      body.add("messages", messages);
    }
    return ApiResponse.json(ApiResponse.OK, body);
  }
}

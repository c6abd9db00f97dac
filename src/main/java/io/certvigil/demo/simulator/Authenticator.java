package io.certvigil.demo.simulator;

import io.certvigil.model.Secret;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks credentials: API tokens, and pairs of e-mail address and API key. */
final class Authenticator {
  private static final Pattern BEARER = Pattern.compile("Bearer [A-Za-z0-9_-]{20,200}");
  private static final String EMAIL = "email:";

  private final Map<String, ApiToken> tokens = new ConcurrentHashMap<>();
  private final Map<String, Secret> keys = new ConcurrentHashMap<>();

  void addCredential(Secret token, ApiToken how) {
    tokens.put(token.reveal(), how);
  }

  void addCredential(String email, Secret key) {
    keys.put(EMAIL + email, key);
  }

  void removeCredential(Secret token) {
    tokens.remove(token.reveal());
  }

  void removeCredential(String email) {
    keys.remove(EMAIL + email);
  }

  /** The token of this credential; empty if it is an API key. */
  Optional<ApiToken> token(String credential) {
    return Optional.ofNullable(tokens.get(credential));
  }

  Authentication authenticate(
      @Nullable String authorization,
      @Nullable String email,
      @Nullable String key,
      ApiRoute route,
      Instant now) {
    if (authorization != null) {
      return BEARER.matcher(authorization).matches()
          ? bearer(authorization.substring("Bearer ".length()), route, now)
          : malformed(6111, "Invalid format for Authorization header");
    }
    if (email != null && key != null) {
      var expected = Optional.ofNullable(keys.get(EMAIL + email));
      return expected.filter(new Secret(key)::equals).isPresent()
          ? new Authentication.Granted(EMAIL + email)
          : new Authentication.Refused(
              ApiResponse.error(ApiResponse.FORBIDDEN, 9103, "Unknown X-Auth-Key or X-Auth-Email"));
    }
    return malformed(6103, "Invalid format for X-Auth-Key header");
  }

  /** A token that is not active may only call the verification. */
  private Authentication bearer(String bearer, ApiRoute route, Instant now) {
    var verifying = route == ApiRoute.USER_TOKEN_VERIFY || route == ApiRoute.ACCOUNT_TOKEN_VERIFY;
    var token = tokens.get(bearer);
    if (token != null && (verifying || token.statusAt(now).equals(ApiToken.ACTIVE))) {
      return new Authentication.Granted(bearer);
    }
    return new Authentication.Refused(
        verifying
            ? TokenVerification.unknown()
            : ApiResponse.error(ApiResponse.UNAUTHORIZED, 10000, "Authentication error"));
  }

  private static Authentication malformed(int code, String why) {
    return new Authentication.Refused(
        ApiResponse.error(ApiResponse.BAD_REQUEST, 6003, "Invalid request headers", code, why));
  }
}

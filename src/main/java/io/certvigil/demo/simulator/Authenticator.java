package io.certvigil.demo.simulator;

import io.certvigil.model.Secret;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Checks credentials: API tokens, and a pair of e-mail address and API key. */
final class Authenticator {
  private static final Pattern BEARER = Pattern.compile("Bearer [A-Za-z0-9_-]{20,200}");

  private final Map<String, ApiToken> tokens = new ConcurrentHashMap<>();

  /** Whether a request is authenticated. */
  sealed interface Authentication {
    /**
     * The credential is known.
     *
     * @param credential a name for it
     */
    record Granted(String credential) implements Authentication {}

    /** The credential is missing, malformed or unknown. */
    record Refused(ApiResponse response) implements Authentication {}
  }

  void addToken(Secret token, ApiToken how) {
    tokens.put(token.reveal(), how);
  }

  void removeToken(Secret token) {
    tokens.remove(token.reveal());
  }

  /** The token of this credential; empty if it is an API key. */
  Optional<ApiToken> token(String credential) {
    return Optional.ofNullable(tokens.get(credential));
  }

  Authentication authenticate(HttpFields headers, ApiRoute route, Instant now) {
    var authorization = headers.get(HttpHeader.AUTHORIZATION);
    if (authorization != null) {
      return BEARER.matcher(authorization).matches()
          ? bearer(authorization.substring("Bearer ".length()), route, now)
          : malformed(6111, "Invalid format for Authorization header");
    }
    var email = headers.get("X-Auth-Email");
    var key = headers.get("X-Auth-Key");
    if (email == null || key == null) {
      return malformed(6103, "Invalid format for X-Auth-Key header");
    }
    return email.equals(SimulatedCloudflare.EMAIL)
            && SimulatedCloudflare.KEY.equals(new Secret(key))
        ? new Authentication.Granted("email:" + email)
        : new Authentication.Refused(
            ApiResponse.error(ApiResponse.FORBIDDEN, 9103, "Unknown X-Auth-Key or X-Auth-Email"));
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

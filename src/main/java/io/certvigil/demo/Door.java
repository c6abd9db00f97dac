package io.certvigil.demo;

import io.certvigil.model.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who may come in: the known tokens, and pairs of e-mail address and key. */
final class Door {
  private static final Pattern BEARER = Pattern.compile("Bearer [A-Za-z0-9_-]{20,200}");
  private static final String EMAIL = "email:";

  private final Map<String, Secret> known = new ConcurrentHashMap<>();

  /** Either a name for the credential, or the error. */
  sealed interface Entry {
    record Granted(String credential) implements Entry {}

    record Refused(Answer answer) implements Entry {}
  }

  void admit(Secret token) {
    known.put(token.reveal(), token);
  }

  void admit(String email, Secret key) {
    known.put(EMAIL + email, key);
  }

  void refuse(Secret token) {
    known.remove(token.reveal());
  }

  void refuse(String email) {
    known.remove(EMAIL + email);
  }

  Entry enter(
      @Nullable String authorization, @Nullable String email, @Nullable String key, Route route) {
    if (authorization != null) {
      return BEARER.matcher(authorization).matches()
          ? bearer(authorization.substring("Bearer ".length()), route)
          : malformed(6111, "Invalid format for Authorization header");
    }
    if (email != null && key != null) {
      var expected = Optional.ofNullable(known.get(EMAIL + email));
      return expected.filter(new Secret(key)::equals).isPresent()
          ? new Entry.Granted(EMAIL + email)
          : new Entry.Refused(
              Answer.error(Answer.FORBIDDEN, 9103, "Unknown X-Auth-Key or X-Auth-Email"));
    }
    return malformed(6103, "Invalid format for X-Auth-Key header");
  }

  private Entry bearer(String token, Route route) {
    if (known.containsKey(token)) {
      return new Entry.Granted(token);
    }
    var verifying = route == Route.USER_TOKEN_VERIFY || route == Route.ACCOUNT_TOKEN_VERIFY;
    return new Entry.Refused(
        verifying
            ? Answer.error(Answer.UNAUTHORIZED, 1000, "Invalid API Token")
            : Answer.error(Answer.UNAUTHORIZED, 10000, "Authentication error"));
  }

  private static Entry malformed(int code, String why) {
    return new Entry.Refused(
        Answer.error(Answer.BAD_REQUEST, 6003, "Invalid request headers", code, why));
  }
}

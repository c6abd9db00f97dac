package io.certvigil.cloudflare;

import io.certvigil.model.Fault;
import io.certvigil.model.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks Cloudflare what it knows about a token. Tokens of a user and tokens of an account have paths
 * of their own, and each one refuses the tokens of the other; which of them answers is found out
 * once per credential.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/">Verify
 *     a user's token</a>
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/accounts/subresources/tokens/methods/verify/">Verify
 *     an account's token</a>
 */
final class TokenVerifications {
  /** An account's token sees its own account only; with more of them it is a dead one of a user. */
  private static final int MOST_ACCOUNTS = 3;

  private static final String NOBODY = "";
  private static final Listing<Wire, TokenState> OF_USER = listing("/user/tokens/verify");
  private static final Listing<Wire, TokenState> OF_ACCOUNT =
      listing("/accounts/{account_id}/tokens/verify");

  /** The paths that are asked for. */
  static final List<String> TEMPLATES = List.of(OF_USER.template(), OF_ACCOUNT.template());

  private final Api api;
  private final Map<String, Place> places = new ConcurrentHashMap<>();

  TokenVerifications(Api api) {
    this.api = api;
  }

  /** Where a token is known. */
  private record Place(Listing<Wire, TokenState> listing, String owner) {}

  record Wire(@Nullable String status, @Nullable String expires_on) {}

  private static Listing<Wire, TokenState> listing(String template) {
    return Listing.single(template, Wire.class, TokenVerifications::state);
  }

  private static TokenState state(Wire wire, PemFacts none) {
    var status = Text.clean(wire.status());
    if (status.isEmpty()) {
      throw new MalformedException("a token without a status");
    }
    if (Text.clean(wire.expires_on()).isEmpty()) {
      return new TokenState.NoExpiry(status);
    }
    return Dates.parse(wire.expires_on())
        .<TokenState>map(end -> new TokenState.Valid(status, end))
        .orElseThrow(() -> new MalformedException("a token whose expires_on is no date"));
  }

  /** What is known about this token: one request, but where its path is yet to be found. */
  TokenState verify(Link link, Collection<String> accountIds) throws InterruptedException {
    var known = places.get(link.name());
    return known == null ? search(link, accountIds) : state(ask(link, known));
  }

  private TokenState search(Link link, Collection<String> accountIds) throws InterruptedException {
    var first = ask(link, new Place(OF_USER, NOBODY));
    if (!mayBeKnownElsewhere(first)) {
      return state(first);
    }
    var owners = accountIds.stream().filter(id -> !id.equals(Zones.NO_ACCOUNT.id())).distinct();
    for (var id : owners.limit(MOST_ACCOUNTS).toList()) {
      var answer = ask(link, new Place(OF_ACCOUNT, id));
      if (!mayBeKnownElsewhere(answer)) {
        return state(answer);
      }
    }
    return state(first);
  }

  private Answer<TokenState> ask(Link link, Place place) throws InterruptedException {
    var listing = place.listing();
    var answer = api.get(link, listing, listing.page(place.owner(), 1));
    if (answer instanceof Answer.Page<TokenState>) {
      places.put(link.name(), place);
    }
    return answer;
  }

  /** Refused, and not merely unanswered. */
  private static boolean mayBeKnownElsewhere(Answer<TokenState> answer) {
    return answer instanceof Answer.Bad<TokenState>(var fault) && refused(fault.reason());
  }

  private static boolean refused(Reason reason) {
    return switch (reason) {
      case UNAUTHORIZED, FORBIDDEN, HTTP_4XX -> true;
      case RATE_LIMITED, HTTP_5XX, TIMEOUT, NETWORK, MALFORMED, INCOMPLETE, STORE -> false;
    };
  }

  private static TokenState state(Answer<TokenState> answer) {
    return switch (answer) {
      case Answer.Page<TokenState> page -> page.items().getFirst();
      case Answer.Bad<TokenState>(Fault fault) -> new TokenState.Failed(fault);
    };
  }
}

package io.certvigil.cloudflare.sources;

import io.certvigil.cloudflare.fields.ApiDates;
import io.certvigil.cloudflare.fields.FieldText;
import io.certvigil.cloudflare.fields.MalformedAnswerException;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.http.ApiClient;
import io.certvigil.cloudflare.http.CredentialSession;
import io.certvigil.cloudflare.http.ItemReader;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.cloudflare.http.PageResult;
import io.certvigil.cloudflare.http.TokenState;
import io.certvigil.model.Fault;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Requests the state of a token from Cloudflare. User tokens and account tokens have different
 * endpoints, and each endpoint refuses the tokens of the other. The right endpoint is determined
 * once per credential.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/">Verify
 *     a user's token</a>
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/accounts/subresources/tokens/methods/verify/">Verify
 *     an account's token</a>
 */
public final class TokenVerifications {
  /**
   * An account token has access to its own account only; if more accounts are visible, the token is
   * an invalid user token.
   */
  private static final int MAX_ACCOUNTS = 3;

  private static final String NO_OWNER = "";
  private static final ListEndpoint<TokenState> OF_USER = listing("/user/tokens/verify");
  private static final ListEndpoint<TokenState> OF_ACCOUNT =
      listing("/accounts/{account_id}/tokens/verify");

  /** The path templates of the requests. */
  static final List<String> TEMPLATES = List.of(OF_USER.template(), OF_ACCOUNT.template());

  private final ApiClient api;
  private final Map<String, VerificationPath> knownPaths = new ConcurrentHashMap<>();

  public TokenVerifications(ApiClient api) {
    this.api = api;
  }

  /** An endpoint and the account at which a token can be verified. */
  private record VerificationPath(ListEndpoint<TokenState> listing, String owner) {}

  record Wire(@Nullable String status, @Nullable String expires_on) {}

  private static ListEndpoint<TokenState> listing(String template) {
    return ListEndpoint.single(template, ItemReader.of(Wire.class, TokenVerifications::state));
  }

  private static TokenState state(Wire wire, PemCache none) {
    var status = FieldText.clean(wire.status());
    if (status.isEmpty()) {
      throw new MalformedAnswerException("a token without a status");
    }
    if (FieldText.clean(wire.expires_on()).isEmpty()) {
      return new TokenState.NoExpiry(status);
    }
    return ApiDates.parse(wire.expires_on())
        .<TokenState>map(end -> new TokenState.Valid(status, end))
        .orElseThrow(() -> new MalformedAnswerException("a token whose expires_on is not a date"));
  }

  /** The state of this token. Sends one request; more only until the right endpoint is known. */
  public TokenState verify(CredentialSession session, Collection<String> accountIds)
      throws InterruptedException {
    var known = knownPaths.get(session.name());
    return known == null ? search(session, accountIds) : state(request(session, known));
  }

  private TokenState search(CredentialSession session, Collection<String> accountIds)
      throws InterruptedException {
    var first = request(session, new VerificationPath(OF_USER, NO_OWNER));
    if (!isRefused(first)) {
      return state(first);
    }
    var owners = accountIds.stream().filter(id -> !id.equals(Zones.NO_ACCOUNT.id())).distinct();
    for (var id : owners.limit(MAX_ACCOUNTS).toList()) {
      var answer = request(session, new VerificationPath(OF_ACCOUNT, id));
      if (!isRefused(answer)) {
        return state(answer);
      }
    }
    return state(first);
  }

  private PageResult<TokenState> request(CredentialSession session, VerificationPath place)
      throws InterruptedException {
    var listing = place.listing();
    var answer = api.get(session, listing, listing.page(place.owner(), 1));
    if (answer instanceof PageResult.Page<TokenState>) {
      knownPaths.put(session.name(), place);
    }
    return answer;
  }

  /** True if the endpoint refused the token, as opposed to being unavailable. */
  private static boolean isRefused(PageResult<TokenState> answer) {
    return answer instanceof PageResult.Failed<TokenState>(var fault) && fault.reason().isRefusal();
  }

  private static TokenState state(PageResult<TokenState> answer) {
    return switch (answer) {
      case PageResult.Page<TokenState> page -> page.items().getFirst();
      case PageResult.Failed<TokenState>(Fault fault) -> new TokenState.Failed(fault);
    };
  }
}

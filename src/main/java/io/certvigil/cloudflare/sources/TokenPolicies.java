package io.certvigil.cloudflare.sources;

import io.certvigil.cloudflare.http.ApiClient;
import io.certvigil.cloudflare.http.CredentialSession;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.cloudflare.http.PageResult;
import io.certvigil.model.PolicyState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads which policies a token has, because lists of Access contain only what they allow. Most
 * tokens may not read this, and are not asked again.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/get/">Details
 *     of a user's token</a>
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/accounts/subresources/tokens/methods/get/">Details
 *     of an account's token</a>
 */
public final class TokenPolicies {
  private static final ListEndpoint<String> OF_USER =
      ListEndpoint.single("/user/tokens/{token_id}", PolicyFingerprint::read);
  private static final ListEndpoint<String> OF_ACCOUNT =
      ListEndpoint.single("/accounts/{account_id}/tokens/{token_id}", PolicyFingerprint::read);

  /** The path templates of the requests. */
  static final List<String> TEMPLATES = List.of(OF_USER.template(), OF_ACCOUNT.template());

  private final ApiClient api;
  private final TokenVerifications verifications;
  private final Map<String, Boolean> readable = new ConcurrentHashMap<>();

  public TokenPolicies(ApiClient api, TokenVerifications verifications) {
    this.api = api;
    this.verifications = verifications;
  }

  /** The policies of this token. */
  public PolicyState read(CredentialSession session, Collection<String> accountIds)
      throws InterruptedException {
    if (!readable.getOrDefault(session.name(), true)) {
      return new PolicyState.Unreadable();
    }
    var token = verifications.identify(session, accountIds);
    return token.isEmpty() ? new PolicyState.Unavailable() : request(session, token.get());
  }

  private PolicyState request(CredentialSession session, TokenVerifications.Identity token)
      throws InterruptedException {
    var listing = token.account().isEmpty() ? OF_USER : OF_ACCOUNT;
    var path =
        token.account().isEmpty()
            ? listing.path(token.id())
            : listing.path(token.account(), token.id());
    return switch (api.get(session, listing, path)) {
      case PageResult.Page<String> page -> {
        readable.put(session.name(), true);
        yield new PolicyState.Known(page.items().getFirst());
      }
      case PageResult.Failed<String>(var fault) -> {
        if (!fault.reason().isRefusal()) {
          yield new PolicyState.Unavailable();
        }
        readable.putIfAbsent(session.name(), false);
        yield new PolicyState.Unreadable();
      }
    };
  }
}

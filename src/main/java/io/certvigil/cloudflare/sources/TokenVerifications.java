package io.certvigil.cloudflare.sources;

import io.certvigil.cloudflare.fields.ApiDates;
import io.certvigil.cloudflare.fields.FieldText;
import io.certvigil.cloudflare.fields.MalformedAnswerException;
import io.certvigil.cloudflare.http.ApiClient;
import io.certvigil.cloudflare.http.CredentialSession;
import io.certvigil.cloudflare.http.ItemReader;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.cloudflare.http.PageResult;
import io.certvigil.cloudflare.http.TokenState;
import io.certvigil.model.Fault;
import io.certvigil.model.Zone;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final ListEndpoint<Verified> OF_USER = listing("/user/tokens/verify");
  private static final ListEndpoint<Verified> OF_ACCOUNT =
      listing("/accounts/{account_id}/tokens/verify");

  /** The path templates of the requests. */
  static final List<String> TEMPLATES = List.of(OF_USER.template(), OF_ACCOUNT.template());

  private final ApiClient api;
  private final Map<String, VerificationPath> knownPaths = new ConcurrentHashMap<>();
  private final Map<String, Identity> identities = new ConcurrentHashMap<>();

  public TokenVerifications(ApiClient api) {
    this.api = api;
  }

  /** An endpoint and the account at which a token can be verified. */
  private record VerificationPath(ListEndpoint<Verified> listing, String owner) {}

  /**
   * Which token it is.
   *
   * @param account empty for a token of a user
   */
  record Identity(String id, String account) {}

  private record Verified(String id, TokenState state) {}

  record Wire(@Nullable String id, @Nullable String status, @Nullable String expires_on) {}

  private static ListEndpoint<Verified> listing(String template) {
    return ListEndpoint.single(
        template,
        ItemReader.of(
            Wire.class, (wire, _) -> new Verified(FieldText.clean(wire.id()), state(wire))));
  }

  private static TokenState state(Wire wire) {
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

  /** Which token it is; verified only if that is not known yet. Empty if it cannot be found out. */
  Optional<Identity> identify(CredentialSession session, Collection<String> accountIds)
      throws InterruptedException {
    if (!identities.containsKey(session.name())) {
      verify(session, accountIds);
    }
    return Optional.ofNullable(identities.get(session.name()));
  }

  /** The name of the credential that is known to be this token; empty if it is another one. */
  Optional<String> credentialOf(String tokenId) {
    return identities.entrySet().stream()
        .filter(known -> known.getValue().id().equals(tokenId))
        .map(Map.Entry::getKey)
        .min(Comparator.naturalOrder());
  }

  private TokenState search(CredentialSession session, Collection<String> accountIds)
      throws InterruptedException {
    var first = request(session, new VerificationPath(OF_USER, NO_OWNER));
    if (!isRefused(first)) {
      return state(first);
    }
    var owners = accountIds.stream().filter(id -> !id.equals(Zone.NO_ACCOUNT.id())).distinct();
    for (var id : owners.limit(MAX_ACCOUNTS).toList()) {
      var answer = request(session, new VerificationPath(OF_ACCOUNT, id));
      if (!isRefused(answer)) {
        return state(answer);
      }
    }
    return state(first);
  }

  private PageResult<Verified> request(CredentialSession session, VerificationPath place)
      throws InterruptedException {
    var listing = place.listing();
    var answer = api.get(session, listing, listing.page(place.owner(), 1));
    if (answer instanceof PageResult.Page<Verified> page) {
      knownPaths.put(session.name(), place);
      var id = page.items().getFirst().id();
      if (!id.isEmpty()) {
        identities.put(session.name(), new Identity(id, place.owner()));
      }
    }
    return answer;
  }

  /** True if the endpoint refused the token, as opposed to being unavailable. */
  private static boolean isRefused(PageResult<Verified> answer) {
    return answer instanceof PageResult.Failed<Verified>(var fault) && fault.reason().isRefusal();
  }

  private static TokenState state(PageResult<Verified> answer) {
    return switch (answer) {
      case PageResult.Page<Verified> page -> page.items().getFirst().state();
      case PageResult.Failed<Verified>(Fault fault) -> new TokenState.Failed(fault);
    };
  }
}

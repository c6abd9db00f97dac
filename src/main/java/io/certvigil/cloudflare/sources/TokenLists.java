package io.certvigil.cloudflare.sources;

import io.certvigil.cloudflare.http.CredentialSession;
import io.certvigil.cloudflare.http.ListResult;
import io.certvigil.model.Certificate;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Scope;
import io.certvigil.model.ScopeLevel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What lists of API tokens need beyond their pages: which token is one of this daemon's own, and
 * whether the credential has a user at all.
 */
public final class TokenLists {
  private static final Fault NO_USER =
      new Fault(
          FaultReason.FORBIDDEN, "a token of an account has no user whose tokens it could list");

  private final TokenVerifications verifications;

  public TokenLists(TokenVerifications verifications) {
    this.verifications = verifications;
  }

  /**
   * Why this list needs no request: it is the list of a user, and the credential is a token of an
   * account. Verifies the token if that is not known yet.
   */
  public Optional<Fault> refusal(CredentialSession session, Scope scope)
      throws InterruptedException {
    var token = identify(session, scope);
    return scope.level() == ScopeLevel.USER
            && token.filter(one -> !one.account().isEmpty()).isPresent()
        ? Optional.of(NO_USER)
        : Optional.empty();
  }

  /**
   * The fault as it counts. As long as it is not known that the credential is a token of a user, a
   * 401 of that user's list says nothing about the credential: tokens of accounts get it too.
   */
  public Fault fault(CredentialSession session, Scope scope, Fault fault)
      throws InterruptedException {
    return scope.level() == ScopeLevel.USER
            && fault.reason() == FaultReason.UNAUTHORIZED
            && session.isToken()
            && identify(session, scope).isEmpty()
        ? new Fault(FaultReason.FORBIDDEN, NO_USER.detail() + ": " + fault.detail())
        : fault;
  }

  private Optional<TokenVerifications.Identity> identify(CredentialSession session, Scope scope)
      throws InterruptedException {
    var accounts =
        scope.level() == ScopeLevel.ACCOUNT ? List.of(scope.account().id()) : List.<String>of();
    return session.isToken() ? verifications.identify(session, accounts) : Optional.empty();
  }

  /** What was read of this list, as it is kept; a token of this daemon names its credential. */
  public ListResult<ListItem> kept(
      CredentialSession session, Scope scope, ListResult<ListItem> read, Instant now)
      throws InterruptedException {
    return switch (read) {
      case ListResult.Complete<ListItem>(var items) ->
          new ListResult.Complete<>(items.stream().map(item -> kept(item, now)).toList());
      case ListResult.Partial<ListItem>(var items, var expected, var fault) ->
          new ListResult.Partial<>(
              items.stream().map(item -> kept(item, now)).toList(), expected, fault);
      case ListResult.Failed<ListItem>(var fault) ->
          new ListResult.Failed<>(fault(session, scope, fault));
    };
  }

  private ListItem kept(ListItem item, Instant now) {
    return new ListItem(
        item.id(),
        item.certificates().stream()
            .map(token -> own(ApiTokens.withoutTimeOfUse(token, now)))
            .toList(),
        item.odd());
  }

  private Certificate own(Certificate token) {
    return verifications
        .credentialOf(token.id())
        .map(name -> withCredential(token, name))
        .orElse(token);
  }

  private static Certificate withCredential(Certificate token, String name) {
    var attributes = new TreeMap<>(token.attributes());
    attributes.put(Certificate.CREDENTIAL, name);
    return token.with(Map.copyOf(attributes));
  }
}

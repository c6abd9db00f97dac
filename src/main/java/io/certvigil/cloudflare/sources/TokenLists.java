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
import java.util.function.UnaryOperator;

/**
 * What lists of tokens need beyond their pages: how long ago each was used; of API tokens also
 * which is one of this daemon's own, and whether the credential has a user at all.
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
    return read instanceof ListResult.Failed<ListItem>(var fault)
        ? new ListResult.Failed<>(fault(session, scope, fault))
        : each(read, token -> own(TimeOfUse.API_TOKEN.steps(token, now)));
  }

  /** What was read of a list of service tokens, as it is kept. */
  public static ListResult<ListItem> serviceTokens(ListResult<ListItem> read, Instant now) {
    return each(read, token -> TimeOfUse.SERVICE_TOKEN.steps(token, now));
  }

  private static ListResult<ListItem> each(
      ListResult<ListItem> read, UnaryOperator<Certificate> kept) {
    return switch (read) {
      case ListResult.Complete<ListItem>(var items) -> new ListResult.Complete<>(each(items, kept));
      case ListResult.Partial<ListItem>(var items, var expected, var fault) ->
          new ListResult.Partial<>(each(items, kept), expected, fault);
      case ListResult.Failed<ListItem> failed -> failed;
    };
  }

  private static List<ListItem> each(List<ListItem> items, UnaryOperator<Certificate> kept) {
    return items.stream()
        .map(
            item ->
                new ListItem(
                    item.id(), item.certificates().stream().map(kept).toList(), item.odd()))
        .toList();
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

package io.certvigil.cloudflare;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.model.Ref;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that a credential can see. This list ignores the page for some tokens and is refused
 * to others, so it only ever adds to what the zones tell.
 *
 * @see <a href="https://developers.cloudflare.com/api/resources/accounts/methods/list/">List
 *     accounts</a>
 */
final class Accounts {
  static final Listing<Wire, Ref> LISTING =
      new Listing<>("/accounts", 50, "", Wire.class, Accounts::account, Ref::id);

  private Accounts() {}

  record Wire(@JsonAdapter(OnlyText.class) @Nullable String id, @Nullable String name) {}

  private static Ref account(Wire wire, PemFacts none) {
    return new Ref(Text.id(wire.id()), Text.clean(wire.name()));
  }
}

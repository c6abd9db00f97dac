package io.certvigil.cloudflare.sources;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.cloudflare.fields.FieldText;
import io.certvigil.cloudflare.fields.IdAdapter;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.http.ItemReader;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.ResourceRef;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that are visible to a credential. This list ignores the page parameter for some
 * tokens and is refused to others, so it is only used in addition to the accounts of the zones.
 *
 * @see <a href="https://developers.cloudflare.com/api/resources/accounts/methods/list/">List
 *     accounts</a>
 */
public final class Accounts {
  public static final ListEndpoint<ResourceRef> LISTING =
      new ListEndpoint<>(
          "/accounts", 50, "", ItemReader.of(Wire.class, Accounts::account), ResourceRef::id);

  private Accounts() {}

  record Wire(@JsonAdapter(IdAdapter.class) @Nullable String id, @Nullable String name) {}

  private static ResourceRef account(Wire wire, PemCache none) {
    return new ResourceRef(FieldText.id(wire.id()), FieldText.clean(wire.name()));
  }
}

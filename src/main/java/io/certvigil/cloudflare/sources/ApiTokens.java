package io.certvigil.cloudflare.sources;

import com.google.gson.TypeAdapter;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.FieldText;
import io.certvigil.cloudflare.fields.IdAdapter;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.http.ItemReader;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.Certificate;
import io.certvigil.model.ScopeLevel;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The API tokens of an account, and those of the user of a credential. They are not certificates,
 * but they expire, unless they have no {@code expires_on}. Without a parameter an expired token
 * would vanish from the list at the moment at which it matters; Cloudflare removes it later.
 *
 * <p>Of {@code last_used_on} only a {@link TimeOfUse} is kept. Policies and addresses are not read.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/accounts/subresources/tokens/methods/list/">List
 *     tokens of an account</a>
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/list/">List
 *     tokens of a user</a>
 */
public final class ApiTokens {
  static final Function<ScopeLevel, ListEndpoint<ListItem>> LISTING = listing();

  private ApiTokens() {}

  record Wire(
      @JsonAdapter(IdAdapter.class) @Nullable String id,
      @Nullable String name,
      @Nullable String status,
      @Nullable String issued_on,
      @Nullable String not_before,
      @JsonAdapter(EndAdapter.class) @Nullable String expires_on,
      @Nullable String last_used_on) {}

  /**
   * Null means that the token never expires, so an end of another type must not become null. In a
   * token without even a status, which each one has, it means nothing.
   */
  static final class EndAdapter extends TypeAdapter<String> {
    @Override
    public @Nullable String read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.STRING || in.peek() == JsonToken.NUMBER) {
        return in.nextString();
      }
      var isNull = in.peek() == JsonToken.NULL;
      in.skipValue();
      return isNull ? null : "";
    }

    @Override
    public void write(JsonWriter out, String value) {
      throw new UnsupportedOperationException("wire records are only read");
    }
  }

  private static Function<ScopeLevel, ListEndpoint<ListItem>> listing() {
    var ofAccount = listing("/accounts/{account_id}/tokens");
    var ofUser = listing("/user/tokens");
    return level -> level == ScopeLevel.USER ? ofUser : ofAccount;
  }

  private static ListEndpoint<ListItem> listing(String template) {
    return new ListEndpoint<>(
        template,
        50,
        "include_expired=true",
        ItemReader.of(Wire.class, (wire, pems) -> ListItem.of(token(wire, pems))),
        ListItem::id);
  }

  private static Certificate token(Wire wire, PemCache pems) {
    var disabled = FieldText.clean(wire.status()).equals("disabled");
    return new CertificateBuilder(pems)
        .id(wire.id())
        .name(wire.name())
        .status(wire.status())
        .inUse(disabled ? false : null)
        .notBefore(wire.not_before() == null ? wire.issued_on() : wire.not_before())
        .notAfter(wire.expires_on())
        .neverExpires(wire.expires_on() == null && wire.status() != null)
        .attribute("issued_on", wire.issued_on())
        .attribute("last_used_on", wire.last_used_on())
        .certificate();
  }
}

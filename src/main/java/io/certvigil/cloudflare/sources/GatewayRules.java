package io.certvigil.cloudflare.sources;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.FieldText;
import io.certvigil.cloudflare.fields.IdAdapter;
import io.certvigil.cloudflare.fields.MalformedAnswerException;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.http.ItemReader;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policies of the Zero Trust gateway of an account that stop at a set time. Only policies for
 * DNS can have such an {@code expiration}; all others are items without a certificate. The list is
 * not paginated. What a policy matches is not read.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/zero_trust/subresources/gateway/subresources/rules/methods/list/">List
 *     Zero Trust gateway rules</a>
 */
final class GatewayRules {
  static final ListEndpoint<ListItem> LISTING =
      new ListEndpoint<>(
          "/accounts/{account_id}/gateway/rules",
          0,
          "",
          ItemReader.of(Wire.class, GatewayRules::item),
          ListItem::id);

  private GatewayRules() {}

  record Wire(
      @JsonAdapter(IdAdapter.class) @Nullable String id,
      @Nullable String name,
      @Nullable String action,
      @Nullable Boolean enabled,
      @Nullable String deleted_at,
      @Nullable Expiration expiration) {}

  /**
   * When it stops.
   *
   * @param duration in minutes: for how long it is active when someone restarts it
   */
  record Expiration(
      @Nullable String expires_at, @Nullable Long duration, @Nullable Boolean expired) {}

  private static ListItem item(Wire wire, PemCache pems) {
    var id = FieldText.id(wire.id());
    if (wire.action() == null) { // every policy has one; its expiration may be missing too
      throw new MalformedAnswerException("a policy without an action");
    }
    var expiration = wire.expiration();
    return expiration == null
        ? new ListItem(id, List.of())
        : ListItem.of(policy(wire, expiration, pems));
  }

  private static Certificate policy(Wire wire, Expiration expiration, PemCache pems) {
    var duration = expiration.duration();
    return new CertificateBuilder(pems)
        .id(wire.id())
        .name(wire.name())
        .status(status(wire, expiration))
        .inUse(wire.enabled())
        .notAfter(expiration.expires_at())
        .lifetime(duration == null ? null : duration + "m")
        .attribute("action", wire.action())
        .attribute("duration", duration == null ? null : duration + "m")
        .certificate();
  }

  /** The API has no status, only these three fields. */
  private static String status(Wire wire, Expiration expiration) {
    if (!FieldText.clean(wire.deleted_at()).isEmpty()) {
      return "deleted";
    }
    if (Boolean.FALSE.equals(wire.enabled())) {
      return "disabled";
    }
    return Boolean.TRUE.equals(expiration.expired()) ? "expired" : "active";
  }
}

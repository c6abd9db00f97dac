package io.certvigil.cloudflare.sources;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.cloudflare.fields.FieldText;
import io.certvigil.cloudflare.fields.IdAdapter;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.http.ItemReader;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Zone;
import io.certvigil.model.ZoneStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The zones that are visible to a credential, each with the account that owns it.
 *
 * @see <a href="https://developers.cloudflare.com/api/resources/zones/methods/list/">List zones</a>
 */
public final class Zones {
  private static final ItemReader<Zone> ITEM = ItemReader.of(Wire.class, Zones::zone);

  public static final ListEndpoint<Zone> LISTING = list("");

  public static final ListEndpoint<Zone> ONE = ListEndpoint.single("/zones/{zone_id}", ITEM);

  private Zones() {}

  /** The zones with this name; there may be several in different accounts. */
  public static ListEndpoint<Zone> named(String name) {
    return list("name=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
  }

  /** The zones of this account. */
  public static ListEndpoint<Zone> ofAccount(String id) {
    return list("account.id=" + URLEncoder.encode(id, StandardCharsets.UTF_8));
  }

  private static ListEndpoint<Zone> list(String query) {
    return new ListEndpoint<>("/zones", 50, query, ITEM, zone -> zone.zone().id());
  }

  record Wire(
      @JsonAdapter(IdAdapter.class) @Nullable String id,
      @Nullable String name,
      @Nullable Owner account,
      @Nullable String status,
      @Nullable String type,
      @Nullable Boolean paused,
      @Nullable Plan plan) {}

  record Plan(@Nullable String legacy_id) {}

  record Owner(@JsonAdapter(IdAdapter.class) @Nullable String id, @Nullable String name) {}

  private static Zone zone(Wire wire, PemCache none) {
    return new Zone(
        new ResourceRef(FieldText.id(wire.id()), FieldText.clean(wire.name())),
        account(wire.account()),
        status(wire));
  }

  private static ZoneStatus status(Wire wire) {
    return new ZoneStatus(
        FieldText.clean(wire.status()),
        FieldText.clean(wire.type()),
        Boolean.TRUE.equals(wire.paused()),
        wire.plan() == null ? "" : FieldText.clean(wire.plan().legacy_id()));
  }

  private static ResourceRef account(@Nullable Owner owner) {
    return owner == null || FieldText.clean(owner.id()).isEmpty()
        ? Zone.NO_ACCOUNT
        : new ResourceRef(FieldText.id(owner.id()), FieldText.clean(owner.name()));
  }
}

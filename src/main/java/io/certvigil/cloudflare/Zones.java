package io.certvigil.cloudflare;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.model.Ref;
import io.certvigil.model.Zone;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The zones that a credential can see, each with the account that owns it.
 *
 * @see <a href="https://developers.cloudflare.com/api/resources/zones/methods/list/">List zones</a>
 */
final class Zones {
  /** Stands for the account of a zone that came without one. No list hangs below it. */
  static final Ref NO_ACCOUNT = new Ref("unknown", "unknown");

  static final Listing<Wire, Zone> LISTING =
      new Listing<>("/zones", 50, "", Wire.class, Zones::zone, zone -> zone.zone().id());

  static final Listing<Wire, Zone> ONE =
      Listing.single("/zones/{zone_id}", Wire.class, Zones::zone);

  private Zones() {}

  /** Those of this name, of which there may be several in different accounts. */
  static Listing<Wire, Zone> named(String name) {
    var query = "name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    return new Listing<>("/zones", 50, query, Wire.class, Zones::zone, zone -> zone.zone().id());
  }

  record Wire(
      @JsonAdapter(OnlyText.class) @Nullable String id,
      @Nullable String name,
      @Nullable Owner account) {}

  record Owner(@JsonAdapter(OnlyText.class) @Nullable String id, @Nullable String name) {}

  private static Zone zone(Wire wire, PemFacts none) {
    return new Zone(new Ref(Text.id(wire.id()), Text.clean(wire.name())), account(wire.account()));
  }

  private static Ref account(@Nullable Owner owner) {
    return owner == null || Text.clean(owner.id()).isEmpty()
        ? NO_ACCOUNT
        : new Ref(Text.id(owner.id()), Text.clean(owner.name()));
  }
}

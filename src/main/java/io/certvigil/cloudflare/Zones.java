package io.certvigil.cloudflare;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.model.Ref;
import io.certvigil.model.Zone;
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

  private Zones() {}

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

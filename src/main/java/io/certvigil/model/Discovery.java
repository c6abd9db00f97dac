package io.certvigil.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The accounts and zones that one credential can see.
 *
 * @param accounts from the list of accounts, from the zones and from the config, each once
 * @param zones from the list of zones and from the config, each once
 * @param accountsComplete whether every account that the config may mean was found; only then does
 *     a missing account prove that it is gone
 * @param fault why the list of zones is incomplete, in which case a missing zone proves nothing;
 *     null if it is complete
 * @param unlisted the ids of the accounts and zones that are here only because the config names
 *     them; whether the credential may read them is not known yet
 */
public record Discovery(
    List<ResourceRef> accounts,
    List<Zone> zones,
    boolean accountsComplete,
    @Nullable Fault fault,
    List<String> unlisted) {
  public Discovery {
    accounts = List.copyOf(accounts);
    zones = List.copyOf(zones);
    unlisted = List.copyOf(unlisted);
  }

  /** A discovery in which everything was listed. */
  public Discovery(
      List<ResourceRef> accounts,
      List<Zone> zones,
      boolean accountsComplete,
      @Nullable Fault fault) {
    this(accounts, zones, accountsComplete, fault, List.of());
  }

  /** What to do about a credential that sees no zone; without the name of the credential. */
  public static final String NO_ZONE =
      "sees no zone: add Zone: Zone (Read) to the token, for every zone to watch";

  /** Whether Cloudflare answered that there is no zone, so that no list of zones can be read. */
  public boolean seesNoZone() {
    return complete() && zones.isEmpty();
  }

  public boolean complete() {
    return fault == null;
  }

  public Optional<Fault> failure() {
    return Optional.ofNullable(fault);
  }
}

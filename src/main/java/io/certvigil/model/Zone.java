package io.certvigil.model;

/**
 * A zone and the account that owns it, found by a discovery.
 *
 * @param account {@link #NO_ACCOUNT} if it is unknown
 * @param status as it was read by this discovery; {@link ZoneStatus#UNKNOWN} otherwise
 */
public record Zone(ResourceRef zone, ResourceRef account, ZoneStatus status) {
  /** The account of a zone whose response contained none. It has no lists. */
  public static final ResourceRef NO_ACCOUNT = new ResourceRef("unknown", "unknown");

  /** A zone of whose state nothing is known. */
  public Zone(ResourceRef zone, ResourceRef account) {
    this(zone, account, ZoneStatus.UNKNOWN);
  }

  /** The same zone, owned by this account. */
  public Zone in(ResourceRef owner) {
    return new Zone(zone, owner, status);
  }

  public Zone withoutStatus() {
    return new Zone(zone, account);
  }
}

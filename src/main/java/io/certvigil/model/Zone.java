package io.certvigil.model;

/**
 * A zone and the account that owns it, found by a discovery.
 *
 * @param account {@link #NO_ACCOUNT} if it is unknown
 */
public record Zone(ResourceRef zone, ResourceRef account) {
  /** The account of a zone whose response contained none. It has no lists. */
  public static final ResourceRef NO_ACCOUNT = new ResourceRef("unknown", "unknown");
}

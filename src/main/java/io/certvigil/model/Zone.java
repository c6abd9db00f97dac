package io.certvigil.model;

/** A zone and the account that owns it, as a discovery found them. */
public record Zone(ResourceRef zone, ResourceRef account) {}

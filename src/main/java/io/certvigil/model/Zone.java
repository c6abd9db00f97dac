package io.certvigil.model;

/** A zone and the account that owns it, found by a discovery. */
public record Zone(ResourceRef zone, ResourceRef account) {}

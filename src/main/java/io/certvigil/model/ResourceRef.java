package io.certvigil.model;

/**
 * An account or a zone, as Cloudflare names it. Two are the same when their ids are; names change.
 *
 * @param id Cloudflare's identifier, never blank
 * @param name the name at the last discovery; the id where none was given
 */
public record ResourceRef(String id, String name) {
  public ResourceRef {
    if (id.isBlank()) {
      throw new IllegalArgumentException("id: must not be blank");
    }
    name = name.isBlank() ? id : name;
  }
}

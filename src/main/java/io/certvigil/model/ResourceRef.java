package io.certvigil.model;

/**
 * The id and name of an account or zone of Cloudflare. The id identifies it; names can change.
 *
 * @param id Cloudflare's identifier, never blank
 * @param name the name at the last discovery; the id if there was none
 */
public record ResourceRef(String id, String name) {
  public ResourceRef {
    if (id.isBlank()) {
      throw new IllegalArgumentException("id: must not be blank");
    }
    name = name.isBlank() ? id : name;
  }

  /** One of which only the id is known. */
  public static ResourceRef unnamed(String id) {
    return new ResourceRef(id, id);
  }
}

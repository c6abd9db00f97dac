package io.certvigil.store.view;

import org.jspecify.annotations.Nullable;

/**
 * Tells copies of a database, and the machines that use them, apart.
 *
 * @param id made with the database: 26 letters and digits; copies and restored backups have the
 *     same; null if the database is not known
 * @param host a hash of the id of the machine that uses it now; null if that machine has none
 */
public record StoreStamp(@Nullable String id, @Nullable String host) {
  /** Of a message that is not from a database. */
  public static final StoreStamp NONE = new StoreStamp(null, null);
}

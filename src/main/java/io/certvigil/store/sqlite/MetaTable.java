package io.certvigil.store.sqlite;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Single values by name, in table {@code meta}. */
public final class MetaTable {
  private MetaTable() {}

  /** Adds the value or replaces the one of this name. */
  public static void put(Session session, String name, String value) {
    session.update(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        name,
        value);
  }

  public static void put(Session session, String name, Instant value) {
    put(session, name, Long.toString(value.toEpochMilli()));
  }

  public static Optional<String> text(Session session, String name) {
    return session.first("SELECT value FROM meta WHERE name = ?", ResultRow::text, name);
  }

  /** The value of this name; if there is none, this one, which is stored. */
  public static String textOrNew(Session session, String name, Supplier<String> value) {
    return text(session, name)
        .orElseGet(
            () -> {
              var made = value.get();
              put(session, name, made);
              return made;
            });
  }

  public static Optional<Instant> instant(Session session, String name) {
    return session.first(
        "SELECT CAST(value AS INTEGER) FROM meta WHERE name = ?", ResultRow::instant, name);
  }

  /** Returns whether there was one. */
  public static boolean remove(Session session, String name) {
    return session.update("DELETE FROM meta WHERE name = ?", name) > 0;
  }
}

package io.certvigil.store.sqlite;

import io.certvigil.store.failure.CrashPoint;
import io.certvigil.store.failure.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/** Brings a database to the present schema, one numbered file at a time, each all or nothing. */
public final class Schema {
  public static final int VERSION = 1;

  private Schema() {}

  /** Refuses what is not ours, then runs what is missing. */
  public static void migrate(Path file, Session session) throws SQLException {
    long found = session.number("PRAGMA user_version");
    requireCompatible(file, session, found);
    for (long version = found + 1; version <= VERSION; version++) {
      applyMigration(session, version);
    }
    session.update(
        "INSERT INTO meta VALUES ('program', ?) ON CONFLICT DO UPDATE SET value = excluded.value"
            + " WHERE value <> excluded.value",
        programVersion());
  }

  /** For those who may not migrate, because a daemon may be running. */
  public static void check(Path file, Session session) throws SQLException {
    long found = session.number("PRAGMA user_version");
    requireCompatible(file, session, found);
    if (found < VERSION) {
      throw new StoreException(
          "%s is of an older version (schema %d, this program needs %d): start the daemon of this version once, it brings it up to date"
              .formatted(file, found, VERSION));
    }
  }

  private static void applyMigration(Session session, long version) throws SQLException {
    session.execute(Sqlite.BEGIN);
    try {
      for (var statement : statements(version)) {
        session.execute(statement);
      }
      session.execute("PRAGMA application_id = " + Sqlite.APPLICATION);
      CrashPoint.reached("migration.inside");
      session.execute("PRAGMA user_version = " + version);
      session.execute(Sqlite.COMMIT);
    } catch (SQLException e) {
      session.execute(Sqlite.ROLLBACK);
      throw e;
    }
  }

  private static void requireCompatible(Path file, Session session, long found)
      throws SQLException {
    boolean empty = session.number("SELECT count(*) FROM sqlite_master") == 0;
    if (!empty && session.number("PRAGMA application_id") != Sqlite.APPLICATION) {
      throw new StoreException(
          "%s is the database of another program: give store.url a file of its own"
              .formatted(file));
    }
    if (found > VERSION) {
      var program =
          session
              .first("SELECT value FROM meta WHERE name = 'program'", ResultRow::text)
              .orElse("a newer one");
      throw new StoreException(
          "%s was written by certvigil %s (schema %d), this is %s (schema %d): install that version again, or put back a backup from before"
              .formatted(file, program, found, programVersion(), VERSION));
    }
  }

  private static List<String> statements(long version) {
    var text = resource("%03d.sql".formatted(version));
    var code =
        text.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
    return Arrays.stream(code.split(";(\n|$)")).filter(sql -> !sql.isBlank()).toList();
  }

  private static String resource(String name) {
    try (var in = Schema.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String programVersion() {
    try (var in = Schema.class.getResourceAsStream("/certvigil-version.properties")) {
      var properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

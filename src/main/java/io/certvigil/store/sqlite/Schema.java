package io.certvigil.store.sqlite;

import io.certvigil.store.failure.CrashPoint;
import io.certvigil.store.failure.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Migrates a database to the current schema, one numbered file at a time, each in one transaction.
 */
public final class Schema {
  public static final int VERSION = 2;

  private Schema() {}

  /**
   * Checks that the file is a Certvigil database of a known version, then runs the missing
   * migrations.
   *
   * @throws StoreException if it belongs to another program or to a newer version
   */
  public static void migrate(Path file, Session session) {
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

  /**
   * Checks the schema without migrating, for commands, because a daemon may be running.
   *
   * @throws StoreException if the schema is older or newer, or the file belongs to another program
   */
  public static void check(Path file, Session session) {
    long found = session.number("PRAGMA user_version");
    requireCompatible(file, session, found);
    if (found < VERSION) {
      throw new StoreException(
          "%s is of an older version (schema %d, this program needs %d): start the daemon of this version once to migrate it"
              .formatted(file, found, VERSION));
    }
  }

  private static void applyMigration(Session session, long version) {
    session.execute(Sqlite.BEGIN);
    try {
      for (var statement : statements(version)) {
        session.execute(statement);
      }
      session.execute("PRAGMA application_id = " + Sqlite.APPLICATION);
      CrashPoint.reached("migration.inside");
      session.execute("PRAGMA user_version = " + version);
      session.execute(Sqlite.COMMIT);
    } catch (StoreException e) {
      session.execute(Sqlite.ROLLBACK);
      throw e;
    }
  }

  private static void requireCompatible(Path file, Session session, long found) {
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
              .orElse("of unknown version");
      throw new StoreException(
          "%s was written by certvigil %s (schema %d), this is %s (schema %d): install that version again, or restore an older backup"
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

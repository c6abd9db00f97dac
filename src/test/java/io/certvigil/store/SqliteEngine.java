package io.certvigil.store;

import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Sqlite;
import java.nio.file.Path;
import java.time.Duration;

/** A SQLite database in the folder of a test. */
public record SqliteEngine(Path folder) {
  Path file() {
    return folder.resolve("certvigil.db");
  }

  StoreSettings settings() {
    return new StoreSettings(file(), Duration.ofDays(730), Duration.ofDays(90));
  }

  /** Opens it like the daemon. */
  public Store open() {
    return Store.open(settings());
  }

  /** Opens it like a command. */
  public Store openForCommand() {
    return Store.openForCommand(settings());
  }

  /** The number of rows of all tables together. */
  long rowCount() {
    try (var session = Sqlite.reader(file())) {
      long rows = 0;
      for (var table :
          session.list(
              "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
              ResultRow::text)) {
        rows += session.number("SELECT count(*) FROM " + table);
      }
      return rows;
    }
  }

  /** Deletes the stored alerts, but not the events. */
  void deleteAlerts() {
    execute("DELETE FROM alert");
  }

  /** Runs the code while every insert of a certificate fails. */
  void withFailingWrites(Runnable run) {
    execute(
        "CREATE TRIGGER broken BEFORE INSERT ON certificate"
            + " BEGIN SELECT raise(ABORT, 'broken'); END");
    try {
      run.run();
    } finally {
      execute("DROP TRIGGER broken");
    }
  }

  void execute(String sql) {
    try (var session = Sqlite.writer(file())) {
      session.execute(sql);
    }
  }
}

package io.certvigil.app;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The SQLite database of a daemon, which may be running. */
public record DaemonDatabase(Path file) {
  public Connection connect() throws SQLException {
    var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
    }
    return connection;
  }

  /** Executes a statement; returns the number of changed rows. */
  public int execute(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  /** The first column of the result of a query. */
  public List<String> column(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  /** The number in the first row of the result; 0 if it is null, -1 if there is no row. */
  public long number(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : -1;
    }
  }

  /** The number of rows of each table. */
  Map<String, Long> rows() throws SQLException {
    var counts = new TreeMap<String, Long>();
    for (var table :
        column(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")) {
      counts.put(table, number("SELECT count(*) FROM " + table));
    }
    return counts;
  }
}

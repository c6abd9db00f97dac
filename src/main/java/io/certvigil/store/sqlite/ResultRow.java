package io.certvigil.store.sqlite;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of a query result, read from left to right: each call reads the next column. So a query
 * and the constructor that gets its values list them in the same order.
 */
public final class ResultRow {
  private final Path file;
  private final ResultSet results;
  private int column;

  ResultRow(Path file, ResultSet results) {
    this.file = file;
    this.results = results;
  }

  boolean next() throws SQLException {
    column = 0;
    return results.next();
  }

  public String text() {
    var text = textOrNull();
    return text == null ? "" : text;
  }

  public @Nullable String textOrNull() {
    try {
      return results.getString(++column);
    } catch (SQLException e) {
      throw Sqlite.toStoreException(file, e);
    }
  }

  public long number() {
    try {
      return results.getLong(++column);
    } catch (SQLException e) {
      throw Sqlite.toStoreException(file, e);
    }
  }

  public @Nullable Long numberOrNull() {
    long number = number();
    try {
      return results.wasNull() ? null : number;
    } catch (SQLException e) {
      throw Sqlite.toStoreException(file, e);
    }
  }

  public int integer() {
    return (int) number();
  }

  public boolean flag() {
    return number() != 0;
  }

  public @Nullable Boolean flagOrNull() {
    var number = numberOrNull();
    return number == null ? null : number != 0;
  }

  public Instant instant() {
    return Instant.ofEpochMilli(number());
  }

  public @Nullable Instant instantOrNull() {
    var millis = numberOrNull();
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  public Duration duration() {
    return Duration.ofMillis(number());
  }

  public @Nullable Duration durationOrNull() {
    var millis = numberOrNull();
    return millis == null ? null : Duration.ofMillis(millis);
  }
}

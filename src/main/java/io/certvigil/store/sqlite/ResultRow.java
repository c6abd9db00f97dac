package io.certvigil.store.sqlite;

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
  private final ResultSet results;
  private int column;

  ResultRow(ResultSet results) {
    this.results = results;
  }

  boolean next() throws SQLException {
    column = 0;
    return results.next();
  }

  public String text() throws SQLException {
    var text = textOrNull();
    return text == null ? "" : text;
  }

  public @Nullable String textOrNull() throws SQLException {
    return results.getString(++column);
  }

  public long number() throws SQLException {
    return results.getLong(++column);
  }

  public @Nullable Long numberOrNull() throws SQLException {
    long number = number();
    return results.wasNull() ? null : number;
  }

  public int integer() throws SQLException {
    return results.getInt(++column);
  }

  public boolean flag() throws SQLException {
    return number() != 0;
  }

  public @Nullable Boolean flagOrNull() throws SQLException {
    var number = numberOrNull();
    return number == null ? null : number != 0;
  }

  public Instant instant() throws SQLException {
    return Instant.ofEpochMilli(number());
  }

  public @Nullable Instant instantOrNull() throws SQLException {
    var millis = numberOrNull();
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  public Duration duration() throws SQLException {
    return Duration.ofMillis(number());
  }

  public @Nullable Duration durationOrNull() throws SQLException {
    var millis = numberOrNull();
    return millis == null ? null : Duration.ofMillis(millis);
  }
}

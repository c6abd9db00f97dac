package io.certvigil.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of an answer, read from left to right: each call takes the next column. So a query and
 * the constructor that it feeds name the same things in the same order, once.
 */
final class Row {
  private final ResultSet results;
  private int column;

  Row(ResultSet results) {
    this.results = results;
  }

  boolean next() throws SQLException {
    column = 0;
    return results.next();
  }

  String text() throws SQLException {
    var text = textOrNull();
    return text == null ? "" : text;
  }

  @Nullable String textOrNull() throws SQLException {
    return results.getString(++column);
  }

  long number() throws SQLException {
    return results.getLong(++column);
  }

  @Nullable Long numberOrNull() throws SQLException {
    long number = number();
    return results.wasNull() ? null : number;
  }

  int integer() throws SQLException {
    return results.getInt(++column);
  }

  boolean flag() throws SQLException {
    return number() != 0;
  }

  @Nullable Boolean flagOrNull() throws SQLException {
    var number = numberOrNull();
    return number == null ? null : number != 0;
  }

  Instant instant() throws SQLException {
    return Instant.ofEpochMilli(number());
  }

  @Nullable Instant instantOrNull() throws SQLException {
    var millis = numberOrNull();
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  Duration duration() throws SQLException {
    return Duration.ofMillis(number());
  }

  @Nullable Duration durationOrNull() throws SQLException {
    var millis = numberOrNull();
    return millis == null ? null : Duration.ofMillis(millis);
  }
}

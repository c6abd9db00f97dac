package io.certvigil.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection with the statements that it has prepared. For one thread at a time. A query that
 * is still being walked must not be asked again inside its own walk: it is one prepared statement.
 */
public final class Session implements AutoCloseable {
  private long transactionNumber;
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  Session(Connection connection) {
    this.connection = connection;
  }

  /** Makes a value of a row. */
  @FunctionalInterface
  public interface RowMapper<T> {
    T map(ResultRow row) throws SQLException;
  }

  /** Looks at a row. */
  @FunctionalInterface
  public interface RowConsumer {
    void accept(ResultRow row) throws SQLException;
  }

  /** Returns how many rows were changed. */
  public int update(String sql, @Nullable Object... values) throws SQLException {
    return bound(sql, values).executeUpdate();
  }

  public void each(String sql, RowConsumer look, @Nullable Object... values) throws SQLException {
    eachWhile(sql, look, () -> true, values);
  }

  /** Walks as long as somebody wants more. */
  public void eachWhile(
      String sql, RowConsumer look, BooleanSupplier more, @Nullable Object... values)
      throws SQLException {
    try (var results = bound(sql, values).executeQuery()) {
      var row = new ResultRow(results);
      while (more.getAsBoolean() && row.next()) {
        look.accept(row);
      }
    }
  }

  public <T> List<T> list(String sql, RowMapper<T> shape, @Nullable Object... values)
      throws SQLException {
    var list = new ArrayList<T>();
    each(sql, row -> list.add(shape.map(row)), values);
    return list;
  }

  public <T> Optional<T> first(String sql, RowMapper<T> shape, @Nullable Object... values)
      throws SQLException {
    try (var results = bound(sql, values).executeQuery()) {
      var row = new ResultRow(results);
      return row.next() ? Optional.of(shape.map(row)) : Optional.empty();
    }
  }

  /** The first column of the first row; 0 where there is none or it is null. */
  public long number(String sql, @Nullable Object... values) throws SQLException {
    return first(sql, ResultRow::number, values).orElse(0L);
  }

  public boolean any(String sql, @Nullable Object... values) throws SQLException {
    return first(sql, row -> true, values).isPresent();
  }

  /** What no placeholder is in: transactions, pragmas, the schema. */
  public void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Of the transaction that runs: greater for each later one; 0 where only reading is done. */
  public long transactionNumber() {
    return transactionNumber;
  }

  void beginTransactionNumber() {
    transactionNumber++;
  }

  /** After an error: the driver may have closed the statement at fault behind our back. */
  void closeStatements() {
    for (var statement : statements.values()) {
      try {
        statement.close();
      } catch (SQLException e) {
        // It was of no more use anyway; the error that brought us here is the one to tell.
      }
    }
    statements.clear();
  }

  private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
    var statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      bind(statement, i + 1, values[i]);
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, int at, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setObject(at, null);
      case Instant moment -> statement.setLong(at, moment.toEpochMilli());
      case Duration duration -> statement.setLong(at, duration.toMillis());
      case Boolean flag -> statement.setInt(at, flag ? 1 : 0);
      case Long number -> statement.setLong(at, number);
      case Integer number -> statement.setInt(at, number);
      case String text -> statement.setString(at, text);
      default -> throw new IllegalArgumentException("cannot be stored: " + value.getClass());
    }
  }

  @Override
  public void close() throws SQLException {
    closeStatements();
    connection.close();
  }
}

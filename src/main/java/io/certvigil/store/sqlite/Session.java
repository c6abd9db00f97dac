package io.certvigil.store.sqlite;

import io.certvigil.store.failure.ReadLimit;
import io.certvigil.store.failure.StoreException;
import java.nio.file.Path;
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
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection with its prepared statements. Not thread-safe. While the rows of a query are being
 * read, the same SQL must not be executed again, because it is the same prepared statement. All
 * methods throw {@link StoreException}, with the SQL error as its cause.
 */
public final class Session implements AutoCloseable {
  private final Path file;
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private long transactionNumber;
  private Runnable readCheck = () -> {};

  Session(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** Returns how many rows were changed. */
  public int update(String sql, @Nullable Object... values) {
    try {
      return bound(sql, values).executeUpdate();
    } catch (SQLException e) {
      throw Sqlite.toStoreException(file, e);
    }
  }

  public void each(String sql, Consumer<ResultRow> look, @Nullable Object... values) {
    eachWhile(sql, look, () -> true, values);
  }

  /** Reads rows as long as {@code more} returns true. */
  public void eachWhile(
      String sql, Consumer<ResultRow> look, BooleanSupplier more, @Nullable Object... values) {
    try (var results = bound(sql, values).executeQuery()) {
      var row = new ResultRow(file, results);
      while (more.getAsBoolean() && row.next()) {
        readCheck.run();
        look.accept(row);
      }
    } catch (SQLException e) {
      throw Sqlite.toStoreException(file, e);
    }
  }

  public <T> List<T> list(String sql, Function<ResultRow, T> shape, @Nullable Object... values) {
    var list = new ArrayList<T>();
    each(sql, row -> list.add(shape.apply(row)), values);
    return list;
  }

  public <T> Optional<T> first(
      String sql, Function<ResultRow, T> shape, @Nullable Object... values) {
    var list = new ArrayList<T>();
    eachWhile(sql, row -> list.add(shape.apply(row)), list::isEmpty, values);
    return list.stream().findFirst();
  }

  /** The first column of the first row; 0 if there is no row or the value is null. */
  public long number(String sql, @Nullable Object... values) {
    return first(sql, ResultRow::number, values).orElse(0L);
  }

  public boolean any(String sql, @Nullable Object... values) {
    return first(sql, row -> true, values).isPresent();
  }

  /** Executes SQL without parameters: transaction control, pragmas, schema statements. */
  public void execute(String sql) {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw Sqlite.toStoreException(file, e);
    }
  }

  /** From here on, queries end as soon as the limit of the current thread is reached. */
  void beginReadLimit() {
    readCheck = ReadLimit.current();
    if (ReadLimit.isSet()) {
      try {
        QueryInterrupter.install(connection, readCheck);
      } catch (SQLException e) {
        throw Sqlite.toStoreException(file, e);
      }
    }
  }

  void endReadLimit() {
    readCheck = () -> {};
    try {
      QueryInterrupter.remove(connection);
    } catch (SQLException e) {
      throw Sqlite.toStoreException(file, e);
    }
  }

  /** The number of the current write transaction, increasing; 0 on a read connection. */
  public long transactionNumber() {
    return transactionNumber;
  }

  void beginTransactionNumber() {
    transactionNumber++;
  }

  /** Closes all statements after an error, because the driver may have closed the failed one. */
  void closeStatements() {
    for (var statement : statements.values()) {
      try {
        statement.close();
      } catch (SQLException e) {
        // Ignored: the statement is discarded anyway, and the original error is reported.
      }
    }
    statements.clear();
  }

  /** Ends the transaction, if there is one, without its changes. */
  void rollBack() {
    closeStatements();
    try {
      execute(Sqlite.ROLLBACK);
    } catch (StoreException e) {
      // No transaction was open, or SQLite has already rolled back, as it does on a full disk.
      closeStatements();
    }
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
  public void close() {
    closeStatements();
    try {
      connection.close();
    } catch (SQLException e) {
      // Safe to ignore: committed data is already on disk.
    }
  }
}

package io.certvigil.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.ProgressHandler;

/** Interrupts a query of SQLite, also while it sorts or scans and returns no row. */
final class QueryInterrupter extends ProgressHandler {
  /** SQLite calls it after this many steps of its virtual machine: a few milliseconds. */
  private static final int STEPS = 100_000;

  private static final int GO_ON = 0;
  private static final int INTERRUPT = 1;

  private final Runnable check;

  private QueryInterrupter(Runnable check) {
    this.check = check;
  }

  /** Calls the check during all queries of the connection, until {@link #remove}. */
  static void install(Connection connection, Runnable check) throws SQLException {
    ProgressHandler.setHandler(connection, STEPS, new QueryInterrupter(check));
  }

  static void remove(Connection connection) throws SQLException {
    ProgressHandler.clearHandler(connection);
  }

  @Override
  protected int progress() {
    try {
      check.run();
      return GO_ON;
    } catch (RuntimeException e) {
      // No exception may pass through SQLite. The caller of the query runs the check again.
      return INTERRUPT;
    }
  }
}

package io.certvigil.store;

/** A new database for one test. */
interface TestEngine {
  /** Opens it like the daemon. */
  Store open();

  /** Opens it like a command. */
  Store openForCommand();

  /** The number of rows of all tables together. */
  long rowCount();

  /** Deletes the stored alerts, but not the events. */
  void deleteAlerts();

  /** Runs the code while every insert of a certificate fails. */
  void withFailingWrites(Runnable run);
}

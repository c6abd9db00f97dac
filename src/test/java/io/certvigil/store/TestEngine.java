package io.certvigil.store;

/** A database of its own for one test. */
interface TestEngine {
  /** As the daemon opens it. */
  Store open();

  /** As a command opens it. */
  Store openForCommand();

  /** How many rows all tables hold together. */
  long rowCount();

  /** Makes the store forget which alerts were decided, but not which events. */
  void deleteAlerts();

  /** While this runs no certificate can be written. */
  void withFailingWrites(Runnable run);
}
